package text

// syllables are the syllables of romaji with their kana: Hepburn, Kunrei and what
// input methods take beside them (JIS X 4063).
func syllables() map[string]string { return romaji }

//nolint:gochecknoglobals // a constant table
var romaji = map[string]string{
	"a": "ア", "ba": "バ", "be": "ベ", "bi": "ビ", "bo": "ボ", "bu": "ブ", "bya": "ビャ", "byo": "ビョ", "byu": "ビュ",
	"ca": "カ", "cha": "チャ", "che": "チェ", "chi": "チ", "cho": "チョ", "chu": "チュ", "co": "コ", "cu": "ク", "cya": "チャ",
	"cyo": "チョ", "cyu": "チュ", "da": "ダ", "de": "デ", "dhi": "ディ", "dhu": "デュ", "di": "ヂ", "do": "ド", "du": "ヅ",
	"dwu": "ドゥ", "dya": "ヂャ", "dyo": "ヂョ", "dyu": "ヂュ", "e": "エ", "fa": "ファ", "fe": "フェ", "fi": "フィ", "fo": "フォ",
	"fu": "フ", "fyu": "フュ", "ga": "ガ", "ge": "ゲ", "gi": "ギ", "go": "ゴ", "gu": "グ", "gya": "ギャ", "gyo": "ギョ",
	"gyu": "ギュ", "ha": "ハ", "he": "ヘ", "hi": "ヒ", "ho": "ホ", "hu": "フ", "hya": "ヒャ", "hyo": "ヒョ", "hyu": "ヒュ",
	"i": "イ", "ja": "ジャ", "je": "ジェ", "ji": "ジ", "jo": "ジョ", "ju": "ジュ", "jya": "ジャ", "jyo": "ジョ", "jyu": "ジュ",
	"ka": "カ", "ke": "ケ", "ki": "キ", "ko": "コ", "ku": "ク", "kya": "キャ", "kyo": "キョ", "kyu": "キュ", "la": "ラ",
	"le": "レ", "li": "リ", "lo": "ロ", "ltu": "ッ", "lu": "ル", "ma": "マ", "me": "メ", "mi": "ミ", "mo": "モ",
	"mu": "ム", "mya": "ミャ", "myo": "ミョ", "myu": "ミュ", "na": "ナ", "ne": "ネ", "ni": "ニ", "no": "ノ", "nu": "ヌ",
	"nya": "ニャ", "nyo": "ニョ", "nyu": "ニュ", "o": "オ", "pa": "パ", "pe": "ペ", "pi": "ピ", "po": "ポ", "pu": "プ",
	"pya": "ピャ", "pyo": "ピョ", "pyu": "ピュ", "ra": "ラ", "re": "レ", "ri": "リ", "ro": "ロ", "ru": "ル", "rya": "リャ",
	"ryo": "リョ", "ryu": "リュ", "sa": "サ", "se": "セ", "sha": "シャ", "she": "シェ", "shi": "シ", "sho": "ショ",
	"shu": "シュ", "si": "シ", "so": "ソ", "su": "ス", "sya": "シャ", "syo": "ショ", "syu": "シュ", "ta": "タ", "te": "テ",
	"thi": "ティ", "thu": "テュ", "ti": "チ", "to": "ト", "tsa": "ツァ", "tse": "ツェ", "tso": "ツォ", "tsu": "ツ", "tu": "ツ",
	"twu": "トゥ", "tya": "チャ", "tyo": "チョ", "tyu": "チュ", "u": "ウ", "va": "ヴァ", "ve": "ヴェ", "vi": "ヴィ", "vo": "ヴォ",
	"vu": "ヴ", "wa": "ワ", "we": "ウェ", "wi": "ウィ", "wo": "ヲ", "xa": "ァ", "xe": "ェ", "xi": "ィ", "xo": "ォ",
	"xtsu": "ッ", "xtu": "ッ", "xu": "ゥ", "xya": "ャ", "xyo": "ョ", "xyu": "ュ", "ya": "ヤ", "ye": "イェ", "yo": "ヨ",
	"yu": "ユ", "za": "ザ", "ze": "ゼ", "zi": "ジ", "zo": "ゾ", "zu": "ズ", "zya": "ジャ", "zyo": "ジョ", "zyu": "ジュ",
}

package anatomy

import (
	"regexp"
	"strings"

	"shirube/internal/pattern"
)

// The words around a sum of money, in normal form, that say what it is.

var (
	// usualPrice says that a price is the ordinary one, beside a lower one.
	usualPrice = regexp.MustCompile(`通常|非会員|定価(?:[^格]|$)|標準価格|標準料金|一般価格|一般料金|正規料金|正規価格|レギュラー`)
	// campaignWords name prices that not everybody pays, or not now.
	campaignWords = strings.Fields(`キャンペーン モニター 初回限定 初回価格 初回特別 初回の方 初回割 初回体験 トライアル お試し おためし 体験プラン 特別価格 特別料金 特価 期間限定 今だけ 今なら クーポン ポイント 会員価格 会員様 会員限定 メンバー価格 vip 割引 値引 限定価格 限定料金 先着 初めての方 体験価格 乗り換え のりかえ 当日予約 web予約 line限定 sale セール 社割 スタッフ価格 平日限定 今月の 今月限定 月限定 本日限り 半額 開院記念 周年 リニューアル記念 誕生月 誕生日の 初月限定 初月のみ 早期予約 早割`)
	// campaignForm are such prices by the form of the words.
	campaignForm = regexp.MustCompile(pattern.Joined(`
		[0-9]\s*(?:%|割)\s*(?:off|オフ|引)
		|(?:円|¥[0-9,]+)\s*(?:引|off|オフ)
		|(?:学|ペア|紹介|平日|家族|友達|誕生日|リピート|早|web|line|u[0-9]{2})割
		|^学生$
		|学生(?:料金|価格|プラン|は|の方|さん|証)
		|(?:^|[^非])会員$
		|(?:^|[^非般])会員(?:は|の方|なら|\s*[:¥0-9])
		|^初[回月]$
		|初回\s*(?:\(|:|\||限|のみ|は|に限|[¥0-9]|$)
		|お得な?(?:価格|料金)
		|^モデル(?:\(|:|\s|$)
		|モデル(?:価格|料金|募集|割|様|さん|の方)
		|(?:写真|症例|経過)の?(?:掲載|使用|提供|公開|協力|ご提供|ご協力)
	`))
	// priceOff is a price off: the オフ of オフィス and the off of office are not.
	priceOff = regexp.MustCompile(`オフ(?:[^ィ]|$)|(?:^|[^a-z])off(?:[^a-z]|$)`)
	// firstCost is what is paid the first time, and no trial: 「初回費用」.
	firstCost = regexp.MustCompile(`初回(?:の)?(?:費用|治療費|診察|診療|相談|カウンセリング|来院|手術)`)
	// insuredWords say that what is paid is a share of what insurance covers.
	insuredWords = regexp.MustCompile(pattern.Joined(`
		[123一二三]\s*割(?:負担|の場合|の方|\)|$)
		|負担(?:割合)?\s*[123]割
		|保険(?:が)?(?:適用|適応)(?:時|の場合|なら|で|される場合|内|価格|料金|後|\)|$)
		|保険診療(?:の場合|なら|で|内|価格|料金|\)|$)
		|保険が適用される(?:場合|と)
		|保険(?:治療|手術)
		|保険が使え(?:た|る)場合
		|保険\s*(?:[0-9]|¥)
		|^保険の[^、。にをはが]{1,10}(?:$|[:(])
		|窓口負担
		|^(?:.*[^額])?自己負担(?:額|金)?\s*(?:は|:)?\s*(?:約|¥)?\s*$
		|窓口での?支払|高額療養費|後期高齢者
		|自己負担(?:限度|上限)
		|保険(?:適用|診療)?\s*$
	`))
	notInsured = regexp.MustCompile(`自由診療|自費|保険(?:診療)?(?:の)?(?:適用|適応)?(?:は|が|の対象)?(?:外|なし|され(?:ない|ません|ず)|でき(?:ない|ません)|使え(?:ない|ません)|効か|きか)|では(?:な|あり)`)
	// notPriceWords are sums of money that nobody pays for a treatment.
	notPriceWords = strings.Fields(`控除 年収 医療費の総額 所得 給付 助成 補助 補償 賠償 慰謝料 救済 市場 売上 寄付 月々 分割 ローン 頭金 前金 内金 残金 手付金 残額 ボーナス 回払い 金利 年会費 罰金 節約 安く 差額は 差額が 平均賃金 経済損失 医療費が 医療費の合計 返金 還元 還付 駐車 パーキング キャッシュバック プレゼント 進呈 以上お買い上げ お得に ご利用で ご購入で 送料無料`)
	// notPriceAfter says after a sum that it is no price: 「10万円もかかりません」.
	notPriceAfter = regexp.MustCompile(pattern.Joined(`
		^\s*[×x✕*]\s*(?:[0-9]{2,}|[6-9])\s*回
		|^\s*(?:\([^()]*\))?で(?:ご)?(?:販売|お買い求め|購入)
		|^\s*(?:\([^()]*\))?(?:程度|ほど|前後|分|も|は|の|が|を|以上)*\s*(?:
			かかりません|かからな|かからず|しません|しない|を?超え|お得|おトク|得に|引き|引$|off|オフ|割引
			|値引|返金|ご?返金|還元|お返し|戻|相当
			|の?(?:差|違い|開き)(?:が|に|は|を|と)?
			|安く|お安く|高く|プレゼント|が含ま|を含|含む
		)
		|^\s*(?:\([^()]*\))?以上の?(?:お支払|ご利用|ご購入|お買い上げ|お買上|ご契約|ご注文|お会計|施術)
		|^[^()]*\([^()]*(?:製作|作製|本体|施術|治療|手術)(?:費用?|料金?|代)は?別途
	`))
	comparedWords = strings.Fields(`エステでは エステサロン サロンでは 他院では 他院の 他の治療では 全国平均 他社 市販`)

	// comparedCell heads a row or a column of what others do.
	comparedCell = regexp.MustCompile(`エステ|サロン|他院|他社|市販|自己処理|セルフ`)

	// feeWord names what is paid beside a treatment.
	feeWord = regexp.MustCompile(pattern.Joined(`
		初・?再診料|初診・再診料?|初診料|再診料|初診代|診察料|診察代|診察費用?|診療費|診断料|診断費
		|カウンセリング(?:料金?|代|費用?)
		|相談(?:料|費用?)
		|予約(?:料|金)
		|指名(?:料|代)
		|(?:
			[局表静全部塗伝浸][\p{Han}る]{0,3}
			|笑気|ブロック
		)?麻酔(?:の?(?:クリーム|テープ|シール|ガス|注射))?(?:代|料金?|費用?)?
		|静脈内?鎮静法?
		|鎮静(?:剤|法|代|料)
		|笑気(?:ガス|吸入鎮静法)?
		|アレルギー検査
		|[\p{Han}\p{Katakana}a-z0-9]{0,8}検査・診断(?:料|費)?
		|(?:血液|病理|組織|感染症|尿|心電図|視力|眼圧|適応|術前|精密|唾液)検査(?:料|代|費用?)?
		|採血(?:代|料)?
		|パッチテスト(?:代|料)?
		|[\p{Katakana}a-z0-9]{2,8}検査(?:料|代|費用?)?
		|検査(?:薬|キット|料|代|費用?)?
		|ct撮影料?
		|レントゲン(?:撮影)?(?:料|代)?
		|セファロ|画像診断料?|お?薬代|薬剤費
		|処方(?:箋)?料
		|内服薬|外用薬|塗り薬|飲み薬|痛み止め|抗生剤|抗生物質|軟膏|点眼薬|改善薬|予防薬|オプション
		|(?:当日|前日|直前|無断)の?(?:ご?予約の?)?キャンセル(?:料|代)?
		|キャンセル(?:料|代)
		|変更料|針代
		|(?:専用)?チップ(?:代|料)
		|カートリッジ(?:代|料)
		|材料費|送料|配送料|手数料
		|剃り残し(?:の|部分の?)*(?:処理|お?手入れ|シェービング)?
		|仮の歯
		|(?:就寝(?:時|中|用)|睡眠中|夜間用?|夜用)の?マウスピース
		|ナイトガード
		|調整(?:料|費|量)
		|処置(?:料|費)
		|通院(?:料|費|1回)
		|観察料
		|管理(?:料|費)
		|保定(?:装置)?(?:料|代|費用?)?
		|リテーナー|仮歯|仮義歯|暫間|骨造成|骨移植|骨造り|骨補填材?
		|(?:^|[^a-z])gbr
		|サイナス(?:リフト)?
		|ソケットリフト|上顎洞挙上術?|[\p{Han}]{0,8}加算|抜歯|抜糸|メンテナンス
		|(?:定期|術後|経過)?[検健]診(?:料|代)?
		|アフターケア
		|シェービング(?:代|料金?)?
		|剃毛(?:料金?|代)?
		|(?:フェイス|因子|シート|鎮静|保湿|ケア)パック
		|[\p{Katakana}a-z]{0,8}マスク
		|ドレッシング
		|圧迫(?:着|下着|固定)
		|ガードル|ガーメント|フェイスバンド|バンド代|テープ代|保護テープ|ガーゼ代?|除去料|溶解注射|入院費
		|(?:個室|特別室|部屋)(?:料|代|使用料|利用料)
		|差額ベッド代?|宿泊費?|交通費|紹介状|診断書|文書料|登録料|入会金
		|シミュレーション(?:作成)?(?:費|料)
		|再製作(?:料|費)?
		|再作製(?:料|費)?
		|紛失
		|修理(?:代|費|料)?
		|保証料|リタッチ|延長料|時間外|休日加算|往診料|出張料|追加料金|追加費用
	`))
	// medicine is among the fees only where it goes with a treatment.
	medicine      = regexp.MustCompile(`薬|軟膏|痛み止め|抗生`)
	medicineTitle = regexp.MustCompile(`薬|ピル|aga|ed治療|内服|外用|処方|点眼|ダイエット|glp|錠`)
	// examination is among the fees only where the article is not about one.
	examination = regexp.MustCompile(`検査|[検健]診|診断|撮影|カメラ`)
	examTitle   = regexp.MustCompile(`検査|[検健]診|健康診断|ドック|カメラ|内視鏡|スクリーニング|鏡`)
	sideExam    = regexp.MustCompile(`血液|感染症|病理|組織|採血|ピロリ|アレルギー|パッチ`)
	// feeStem is a fee's name without what only says that it costs.
	feeStem = regexp.MustCompile(`(?:料金?|代|費用?)$`)
	// feeNoun is the whole first cell of a row that needs no 料 to be a fee.
	feeNoun = regexp.MustCompile(pattern.Joined(`^(?:
		(?:ご?予約の?)?(?:(?:当日|前日|直前|無断)の?)?(?:ご?予約の?)?(?:キャンセル|取り?消し?|日時?変更)
		|(?:爪|足|頭皮|お?口|術後|施術後|治療後)の?(?:ケア|お?手入れ)
		|(?:
			(?:ワイヤー|レンズ|ゴム|プレート|装置|部品|電池|針)の?
		)?(?:交換|付け替え|つけ替え|付け直し|つけ直し|締め直し)
		|(?:
			(?:初回|初めて|はじめて|毎回|[2-9]回目(?:以降|から|以後|〜|~)?|来院(?:時|ごと)|術前|術後)の?
		)?(?:診察|問診|相談|カウンセリング|検査)
		|初診|再診|診断|カウンセリング|無料カウンセリング|検査|検診|予約|指名|麻酔|処方|薬|調整|保定
		|メンテナンス|来院時調整料金|通院|その他|送料|テープ|針|チップ|ct|x線|デザイン
		|(?:ステロイド|抗菌|保湿|[\p{Katakana}ー]{2,10})?(?:軟膏|クリーム|ローション)
		|化粧水|日焼け止め|シャンプー
		|(?:(?:[\p{Han}\p{Katakana}ー]{1,8})の?)?(?:
			取り出し|取出し|抜き取り|抜去|取り外し|点検
			|位置の?(?:確認|点検)
		)
		|(?:ファイバー|メタル|レジン)(?:ポスト)?・?(?:コア|土台)
		|支台築造|ファイバーポスト|[\p{Han}]{2,6}診断|腫れ止め|むくみ止め
		|保護(?:用の?)?(?:プレート|カバー|シート|テープ|床|帽|めがね|メガネ|眼鏡)
		|サポーター|コルセット|装具|包帯|ガーゼ
	)(?:の?とき|の?際|の場合|時|のみ)?(?:\(.*\))?$`))
	included = regexp.MustCompile(`^[^、。]{0,14}?(?:込み|込|含む|含み|含ま|不要|(?:無料|なし)(?:で|です|、|。|\)|$|の|サービス))`)
	// addedWords mark what a row or a line adds to a price.
	addedWords = regexp.MustCompile(`必要な場合|希望者|希望の方|ご希望|別途|追加|加算|アップグレード|^\s*[+＋]`)

	severalTimes = regexp.MustCompile(`(?:^|[^0-9.,〜~\-])([2-9]|[1-9][0-9])\s*(?:回|クール)\s*(?:コース|セット|分|で|の?合計|パック|プラン|券|あたり|:|\||$|\s|受け|接種|\(|/|照射|目安|¥)`)
	// severalLabel is so many sessions in a label or the head of a column.
	severalLabel = regexp.MustCompile(`(?:^|[^0-9.,〜~\-])(?:[2-9]|[1-9][0-9])\s*(?:回(?:$|[^目以〜~])|[かヶカヵケ箇]月(?:分)?(?:$|\())`)
	courseWord   = regexp.MustCompile(pattern.Joined(`
		コース|チケット|セット
		|トータル(?:で|金額|費用|料金|価格|では|プラン|コース|[:はの\s0-9¥|]|$)
		|総額|総費用|総計|合計|全部で|全体で|一式|クール
		|(?:回|お得な|得々|フル)パック
		|パック(?:料金|プラン|価格)
		|年間(?:コース|パス|プラン|契約|[0-9])
		|(?:[2-9]|1[0-9])\s*[かヶカヵケ箇]月(?:分|コース|プラン|セット|パック|まとめ|定期|処方)
		|回数券|通い放題|し放題|無制限|全顎|矯正全体
	`))
	costCue = regexp.MustCompile(pattern.Joined(`
		費用|料金|価格|値段|相場|コスト|代金|金額|かか|自己負担
		|円(?:\(税込\))?(?:から|〜|~|程度|前後)
		|1回|一回|トータル|総額|販売|お支払|自費|自由診療
		|保険(?:適用)?外
		|保険が(?:使え|きか|効か)
	`))
	totalWord = regexp.MustCompile(`総額|合計|総計|トータル`)
	// perTime is what one session of a course comes to: 「（1回あたり22,500円）」.
	perTimeBefore = regexp.MustCompile(`(?:@|1(?:回|本|cc|部位|個|か所|箇所|[かヶカヵケ箇]月|錠|シート)\s*(?:あたり|当たり|当り|換算)|1回分\s*[:は]?\s*|単価)\s*(?:約|¥)?\s*$`)
	perTimeAfter  = regexp.MustCompile(`^\s*/\s*1?回`)
	// monthlyPay names what is paid each month, which beside the price of sessions are
	// instalments.
	monthlyPay = regexp.MustCompile(`月額|月々|毎月`)
	// market says what a treatment costs elsewhere, ours what it costs here.
	market = regexp.MustCompile(`相場|一般的|平均的|平均で|全国平均`)
	ours   = regexp.MustCompile(`当院|当クリニック|当医院|当センター|当施設`)
	// nounBefore is what a fee's name begins with: アレルギー of アレルギー検査.
	nounBefore = regexp.MustCompile(`[\p{Han}\p{Katakana}ー]{1,10}$`)
	// againWords name what is done in another session, which has a price of its own:
	// 「2回目以降の移植」.
	againWords = regexp.MustCompile(`回目(?:以降)?の[\p{Han}\p{Katakana}]{2}`)
	// laterUnit says that a sum is not for the first unit: 「2本目以降は」「2回目から」.
	laterUnit = regexp.MustCompile(pattern.Joined(`
		(?:[2-9]|[1-9][0-9]|二|三)\s*(?:
			回|本|部位|箇所|か所|ヶ所|個|歯|眼|枚|か月|ヶ月|カ月|年|cc
		)目(?:以降|から|以後|〜|~)?
		|追加(?:の)?\s*[1一]\s*(?:回|本|部位|箇所|か所|ヶ所|個|眼|歯|cc)
		|増える?ごと|増すごと
	`))
)

// isCampaign reports whether words name a price that not everybody pays, or not now.
func isCampaign(s string) bool {
	return s != "" && (containsAny(s, campaignWords...) || campaignForm.MatchString(firstCost.ReplaceAllString(s, "")) || priceOff.MatchString(s))
}

// isInsured reports whether words say that insurance pays the rest, and not that
// there is none.
func isInsured(s string) bool {
	m := insuredWords.FindAllStringIndex(s, -1)
	return len(m) > 0 && !notInsured.MatchString(s[m[len(m)-1][0]:])
}

package retrieve

import (
	"regexp"
	"slices"
	"strings"

	"shirube/internal/text"
)

// A passage is data, whoever wrote it. One that speaks to a language model as if it were
// its user is given as it stands, and flagged, so that who builds a prompt of it can leave
// it out. The rules want both a word of such speech and its form: articles tell patients
// to follow instructions, to answer questions and what not to do.

// suspicion is one sort of such speech.
type suspicion struct {
	why string
	// words of which one must be there for the pattern to be tried, both in normal form.
	words   []string
	pattern *regexp.Regexp
}

const (
	models = `(?:ai|人工知能|アシスタント|チャットボット|言語モデル|llm|chatgpt|gpt|claude|gemini)`
	orders = `(?:てください|て下さい|なさい|ること|せよ|ましょう)`
)

// The patterns, for texts in normal form.
var (
	ignoreJapanese  = regexp.MustCompile(`(?:以前|これまで|今まで|ここまで|上記|前述|直前|先|最初|元|既存|すべて|全て|あらゆる|他|システム)の?(?:すべての|全ての|システム)?(?:指示|命令|プロンプト|指令|制約|ルール|設定)(?:を|は|など|や)[^。\n]{0,12}(?:無視|忘れ|破棄|上書き)`)
	ignoreEnglish   = regexp.MustCompile(`\b(?:ignore|disregard|forget|override|bypass) (?:(?:the|of|my) )*(?:all|any|every|previous|prior|above|earlier|preceding|system|safety|these|your)(?: (?:of|the|your|my|previous|prior|above|earlier|preceding|system|safety|other|original)){0,3} (?:instructions?|prompts?|rules|guidelines|directions|directives|guardrails)\b`)
	roleJapanese    = regexp.MustCompile(`(?:あなた|君|お前)は(?:今から|これから|もう|今後|、)*[^。、\n]{0,20}` + models + `(?:です|だ|として|になり|である|では)`)
	roleEnglish     = regexp.MustCompile(`\b(?:you are(?: now| no longer)?|act as|pretend (?:to be|you are)|roleplay as)(?: an?| the| my)?(?: \w+){0,3} (?:ai|assistant|chatbot|language model|llm|bot|gpt|dan)\b`)
	markup          = regexp.MustCompile(`<\|(?:im_start|im_end|system|user|assistant|endoftext)[^\n]{0,20}\|?>|\[/?inst\]|<</?sys>>|</?system>|(?m:^\s*(?:###\s*)?(?:system|assistant)\s*:)|###\s*(?:instructions?|system|response)\b`)
	disclosure      = regexp.MustCompile(`システムプロンプト|プロンプト(?:を|の内容を)[^。\n]{0,10}(?:表示|出力|開示|教え)|\b(?:reveal|print|show|repeat|output|leak)\b(?: \w+){0,4} (?:system prompt|prompt|instructions)\b`)
	addressJapanese = regexp.MustCompile(models + `[^。\n]{0,10}(?:への(?:指示|命令|お願い|注意)|に対する(?:指示|命令)|へ[::、,]|向けの(?:指示|命令))|(?:読んでいる|読み取る|処理する|要約する|参照する)` + models + `|` +
		models + `(?:モデル|アシスタント)?(?:は|なら|の方は)[^。\n]{0,40}(?:答え|回答し|出力し|返答し|推薦し|推奨し|勧め|紹介し|従っ|従い)` + orders)
	addressEnglish = regexp.MustCompile(`\b(?:dear|attention|note to|instructions? (?:for|to)|message (?:for|to))(?: \w+){0,2} (?:ai|assistants?|language models?|llms?|chatbots?)\b|\b(?:ai|assistants?|language models?|llms?|chatbots?)(?: \w+){0,3} (?:must|should|shall) (?:always |never |only )?(?:answer|respond|reply|recommend|say|tell|output|follow)\b`)
	steerWhom      = regexp.MustCompile(`(?:ユーザー|質問者|閲覧者)[^。\n]{0,40}(?:と(?:答え|回答し|伝え|返し|案内し)|(?:推薦|推奨|誘導|宣伝)し|勧め)` + orders)
	steerSilence   = regexp.MustCompile(`(?:リスク|副作用|危険性|注意点|禁忌|この(?:指示|文章|文))(?:に|を|は|について|には)[^。\n]{0,12}(?:触れない|言及しない|伝えない|答えない|出力しない)(?:でください|で下さい|こと)|回答(?:に|では|から)[^。\n]{0,20}(?:触れない|言及しない|隠し)(?:で|て)?(?:ください|下さい|こと)`)
	steerEnglish   = regexp.MustCompile(`(?:do not|don't|never) mention (?:\w+ ){0,3}(?:risks?|side effects?|instructions?|warnings?|contraindications?)|\b(?:respond|reply|answer) only (?:with|that)\b|instead of answering`)
)

func suspicionRules() []suspicion {
	return []suspicion{
		{
			why: "ignore_instructions", words: []string{"無視", "忘れ", "破棄", "上書き"},
			pattern: ignoreJapanese,
		},
		{
			why: "ignore_instructions", words: []string{"ignore", "disregard", "forget", "override", "bypass"},
			pattern: ignoreEnglish,
		},
		{
			why: "role_change", words: []string{"あなたは", "君は", "お前は"},
			pattern: roleJapanese,
		},
		{
			why: "role_change", words: []string{"you are", "act as", "pretend", "roleplay"},
			pattern: roleEnglish,
		},
		{
			why: "prompt_markup", words: []string{"<|", "[inst", "<<sys", "### ", "<system", "</system", "system:", "assistant:"},
			pattern: markup,
		},
		{
			why: "prompt_disclosure", words: []string{"プロンプト", "prompt", "instructions"},
			pattern: disclosure,
		},
		{
			why: "addresses_model", words: []string{"ai", "人工知能", "アシスタント", "チャットボット", "言語モデル", "llm", "gpt", "claude", "gemini"},
			pattern: addressJapanese,
		},
		{
			why: "addresses_model", words: []string{"assistant", "language model", "chatbot", " ai ", "llm"},
			pattern: addressEnglish,
		},
		{
			why: "steers_answer", words: []string{"ユーザー", "質問者", "閲覧者"},
			pattern: steerWhom,
		},
		{
			why: "steers_answer", words: []string{"触れない", "言及しない", "言及せず", "伝えない", "答えない", "出力しない", "隠し"},
			pattern: steerSilence,
		},
		{
			why: "steers_answer", words: []string{"do not mention", "don't mention", "never mention", "respond only", "reply only", "answer only", "instead of answering"},
			pattern: steerEnglish,
		},
	}
}

// suspicions says why a text looks like an instruction to a language model, each reason
// once; empty where it does not.
func suspicions(s string) []string {
	out := []string{}
	normal := text.Normalize(s).String
	for _, rule := range suspicionRules() {
		if slices.Contains(out, rule.why) || !slices.ContainsFunc(rule.words, func(w string) bool { return strings.Contains(normal, w) }) {
			continue
		}
		if rule.pattern.MatchString(normal) {
			out = append(out, rule.why)
		}
	}
	return out
}

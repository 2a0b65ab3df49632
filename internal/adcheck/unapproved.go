package adcheck

import (
	"regexp"

	"shirube/internal/pattern"
)

var (
	notApproved = regexp.MustCompile(pattern.Joined(`
		未承認|承認外|適応外
		|承認(?:を|は|が)?(?:受けて|取得して|得て|得られて|されて)(?:い|お)(?:な|ら|りま)
		|承認(?:されたもの|医薬品|機器|品)?(?:は|が)(?:ない|ありません|存在しません)
		|薬機法(?:上)?の承認(?:を|は)(?:受けて|得て|取得して)?(?:い|お)?(?:な|ら|りま)
		|目的外使用
		|承認(?:内容|された(?:効能|用法|使い方|目的|範囲))[^。]{0,12}(?:異な|外|違)
	`))
	equivalent = regexp.MustCompile(pattern.Joined(`
		(?:同一|同じ|同様|同等|類似|代替|他)[^。]{0,30}承認
		|承認(?:
			医薬品|薬|機器|医療機器|品|製品|製剤
			|された(?:薬|医薬品|機器|医療機器|製剤|製品|もの)
		)(?:等|など)?(?:の有無|は(?:ない|あり|ござ|存在)|が(?:ない|あり|ござ|存在)|もあり)
	`))
	elsewhere = regexp.MustCompile(`諸外国|海外|外国|米国|アメリカ|fda|欧州|ヨーロッパ|ceマーク|韓国|mfds|kfda|食品医薬品局|食品医薬品安全処|eu\b|ema\b|英国|オーストラリア`)
	safety    = regexp.MustCompile(`安全性|副作用|リスク|有害事象|重篤|重大な|健康被害|合併症`)
	abroad    = regexp.MustCompile(`承認|認可|認証|使用され|販売され|実績`)
	obtained  = regexp.MustCompile(pattern.Joined(`
		入手経路
		|入手(?:し|方法|先)
		|個人輸入
		|輸入(?:し|代行|品|して|された)
		|(?:国内|海外|正規)の?(?:販売)?(?:代理店|メーカー|卸|製造元|製造業者)(?:から|より|を通)
		|(?:
			院内|自院|当院|施設内
			|細胞(?:培養)?加工(?:施設|センター)
			|培養施設
		)(?:で|にて|において)[^。]{0,12}(?:調製|調剤|作製|製造|培養|加工)
		|(?:メーカー|製造元|代理店|薬局)(?:から|より)(?:購入|調達|仕入|入手)
		|取り寄せ
		|国内で(?:製造|調達|購入)
	`))
	reliefWord = regexp.MustCompile(`副作用被害救済|救済制度|感染等被害救済`)
	outside    = regexp.MustCompile(pattern.Joined(`
		対象外
		|対象(?:に|と|には|とは)(?:は)?(?:な(?:ら|り)(?:ない|ません|ず)|されな|されませ)
		|対象ではな|対象ではあり
		|受けられ(?:ない|ません|ず)
		|適用(?:され|に?な(?:ら|り))(?:ない|ません|ず)
		|救済されない|救済されません|対象にならない
		|利用でき(?:ない|ません)
		|給付(?:は|を|が)受けられ
	`))
)

func saysUnapproved(c *checking, r *Report) finding {
	if at := c.search(notApproved, func(s *sentence) bool {
		return !isQuestion(s.text()) && (!equivalent.MatchString(s.text()) || unapprovedWord.MatchString(s.text()))
	}); len(at) > 0 {
		if r.Unapproved.Answer != Yes {
			return finding{Unclear, "未承認に触れた文がありますが、この治療に用いるものについてかどうかが分かりません", at}
		}
		return finding{Found, "", at}
	}
	if r.Unapproved.Answer == Yes {
		return finding{Unclear, "未承認として登録されていますが、本文にそう述べた文が見つかりません", nil}
	}
	return finding{Missing, "未承認であることを述べた文が見つかりません", nil}
}

var unapprovedWord = regexp.MustCompile(`未承認|承認外|適応外|目的外使用`)

func acquisition(c *checking, _ *Report) finding {
	if at := c.search(obtained, own); len(at) > 0 {
		return finding{Found, "", at}
	}
	return finding{Missing, "入手の方法や経路を述べた文が見つかりません", nil}
}

func equivalents(c *checking, _ *Report) finding {
	if at := c.search(equivalent, func(s *sentence) bool { return own(s) && !isQuestion(s.text()) }); len(at) > 0 {
		return finding{Found, "", at}
	}
	return finding{Missing, "同じ成分や性能の、国内で承認された医薬品・機器の有無を述べた文が見つかりません", nil}
}

func foreignSafety(c *checking, _ *Report) finding {
	if at := c.search(elsewhere, func(s *sentence) bool { return own(s) && safety.MatchString(s.text()) }); len(at) > 0 {
		return finding{Found, "", at}
	}
	if at := c.search(elsewhere, func(s *sentence) bool { return own(s) && abroad.MatchString(s.text()) }); len(at) > 0 {
		return finding{Unclear, "外国での承認や使用には触れていますが、安全性の情報かどうかが分かりません", at}
	}
	return finding{Missing, "諸外国における安全性の情報が見つかりません", nil}
}

func relief(c *checking, _ *Report) finding {
	if at := c.search(reliefWord, func(s *sentence) bool { return s.where != InDropped && outside.MatchString(s.text()) }); len(at) > 0 {
		return finding{Found, "", at}
	}
	if at := c.search(reliefWord, nil); len(at) > 0 {
		return finding{Unclear, "救済制度に触れていますが、対象にならないと述べた文が見つかりません", at}
	}
	return finding{Missing, "医薬品副作用被害救済制度の対象にならないことを述べた文が見つかりません", nil}
}

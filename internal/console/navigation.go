package console

import "net/http"

// place is a page that the navigation names. Label is Japanese.
type place struct{ Label, Path string }

// section is places that belong together.
type section struct {
	Label  string
	Places []place
}

// navigation is every place, in the order of a day's work.
func navigation() []section {
	return []section{
		{msg("調べる"), []place{
			{msg("検索"), "/"},
			{msg("治療の比較"), "/console/compare"},
			{msg("患者さんの確認"), "/console/patient"},
			{msg("引用かご"), "/console/basket"},
		}},
		{msg("改善する"), []place{
			{msg("検索の記録"), "/console/improve"},
			{msg("同義語・固定・非表示"), "/console/curation"},
			{msg("読み取りの訂正"), "/console/corrections"},
			{msg("下書きの確認"), "/console/draft"},
			{msg("記事の点検"), "/console/content"},
		}},
		{msg("運用する"), []place{
			{msg("サーバーの状態"), "/console/operations"},
			{msg("取り込み"), "/console/operations/runs"},
			{msg("索引の世代"), "/console/operations/generations"},
			{msg("APIキー"), "/console/operations/keys"},
			{msg("スタッフ"), "/console/staff"},
			{msg("操作の記録"), "/console/audit"},
		}},
	}
}

// sectionsOf are the sections with the places that there are.
func sectionsOf(routes []route) []section {
	there := map[string]bool{}
	for _, r := range routes {
		there[r.path] = there[r.path] || r.method == http.MethodGet
	}
	var out []section
	for _, s := range navigation() {
		kept := section{Label: s.Label}
		for _, p := range s.Places {
			if there[p.Path] {
				kept.Places = append(kept.Places, p)
			}
		}
		if len(kept.Places) > 0 {
			out = append(out, kept)
		}
	}
	return out
}

// navItem is a place as the frame shows it.
type navItem struct {
	Label, Path string
	Current     bool
}

// navSection is a section as the frame shows it.
type navSection struct {
	Label string
	Items []navItem
}

// navigationFor is what the person of a request may go to. The place whose path is the longest
// beginning of the page's own is where they are.
func (c *Console) navigationFor(r *request) []navSection {
	roles := c.rolesByPath()
	current := ""
	for _, s := range c.sections {
		for _, p := range s.Places {
			if isBelow(r.route.path, p.Path) && len(p.Path) > len(current) {
				current = p.Path
			}
		}
	}
	var out []navSection
	for _, s := range c.sections {
		shown := navSection{Label: s.Label}
		for _, p := range s.Places {
			if r.person.May(roles[p.Path]) {
				shown.Items = append(shown.Items, navItem{p.Label, c.cfg.BasePath + p.Path, p.Path == current})
			}
		}
		if len(shown.Items) > 0 {
			out = append(out, shown)
		}
	}
	return out
}

// isBelow reports whether a path is a place or a page of it.
func isBelow(path, place string) bool {
	if place == "/" || path == place {
		return path == place
	}
	return len(path) > len(place) && path[:len(place)] == place && path[len(place)] == '/'
}

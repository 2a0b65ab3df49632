package importer

import (
	"fmt"
	"io"
	"strings"
)

// exportOf says which items a generated export has.
type exportOf struct {
	posts int    // published ones
	site  string // address
	// change makes other content of a post; nil: none.
	change func(n int) string
	skip   map[int]bool // posts that are not there
	cut    int          // items after which the file ends in the middle; 0: never
}

// kinds of content, in turn, as WordPress' editors and its plugins store it.
func contentOf(n int) string {
	switch n % 6 {
	case 0: // block editor
		return fmt.Sprintf(`<!-- wp:paragraph -->
<p>処置%[1]dについて説明します。</p>
<!-- /wp:paragraph -->

<!-- wp:heading {"level":2} -->
<h2 class="wp-block-heading" id="h-%[1]d">期待できる効果</h2>
<!-- /wp:heading -->

<!-- wp:list -->
<ul class="wp-block-list"><!-- wp:list-item -->
<li>肌のきめを整えることが期待できます。</li>
<!-- /wp:list-item --></ul>
<!-- /wp:list -->

<!-- wp:columns -->
<div class="wp-block-columns"><!-- wp:column {"width":"50%%"} -->
<div class="wp-block-column"><!-- wp:table -->
<figure class="wp-block-table"><table><thead><tr><th>回数</th><th>料金</th></tr></thead><tbody><tr><td>1回</td><td>33,000円</td></tr></tbody></table></figure>
<!-- /wp:table --></div>
<!-- /wp:column --></div>
<!-- /wp:columns -->

<!-- wp:block {"ref":900001} /-->

<!-- wp:buttons --><div class="wp-block-buttons"><!-- wp:button --><div class="wp-block-button"><a class="wp-block-button__link" href="https://clinic.example/reserve/">予約する</a></div><!-- /wp:button --></div><!-- /wp:buttons -->
`, n)
	case 1: // classic editor
		return fmt.Sprintf("処置%dの<strong>概要</strong>です。\n一行目の続きです。\n\n<h2>リスク</h2>\n赤みが数日続くことがあります。\n\n[caption id=\"attachment_3\" align=\"alignnone\" width=\"300\"]<img src=\"https://clinic.example/a.jpg\" alt=\"\" /> 経過の例[/caption]\n\n<!--more-->\n\n腫れることもあります。\n\n[toc]\n\n[contact-form-7 id=\"12\" title=\"問い合わせ\"]", n)
	case 2: // an FAQ plugin's block, with what it stores beside it
		return fmt.Sprintf(`<!-- wp:yoast/faq-block {"questions":[{"id":"faq-1","question":["痛みはありますか（%[1]d）"],"answer":["輪ゴムではじかれる程度です。"]}]} -->
<div class="schema-faq wp-block-yoast-faq-block"><div class="schema-faq-section" id="faq-1"><strong class="schema-faq-question">痛みはありますか（%[1]d）</strong> <p class="schema-faq-answer">輪ゴムではじかれる程度です。</p> </div> </div>
<!-- /wp:yoast/faq-block -->

<!-- wp:acf/faq {"name":"acf/faq","data":{"items_0_question":"何回必要ですか","_items_0_question":"field_1","items_0_answer":"5回程度が目安です。","_items_0_answer":"field_2"},"mode":"preview"} /-->`, n)
	case 3: // shortcodes of plugins around text
		return fmt.Sprintf("[su_box title=\"注意点%d\"]妊娠中の方は受けられません。[/su_box]\n\n[su_spoiler title=\"保険は使えますか\"]自由診療です。[/su_spoiler]\n\n出典は[1]に示します。", n)
	case 4:
		return fmt.Sprintf("<!-- wp:details -->\n<details class=\"wp-block-details\"><summary>当日の入浴は%d</summary><!-- wp:paragraph -->\n<p>シャワーは可能です。</p>\n<!-- /wp:paragraph --></details>\n<!-- /wp:details -->\n\n<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><p>引用した文章です。</p><cite>引用元の学会</cite></blockquote>\n<!-- /wp:quote -->\n\n<!-- wp:shortcode -->\n[balloon id=\"1\"]吹き出しの言葉です。[/balloon]\n<!-- /wp:shortcode -->", n)
	default:
		return fmt.Sprintf("一つ目のページ%dです。\n\n<!--nextpage-->\n\n二つ目のページです。文中の ]]> も残ります。", n)
	}
}

func cdata(s string) string {
	return "<![CDATA[" + strings.ReplaceAll(s, "]]>", "]]]]><![CDATA[>") + "]]>"
}

const exportHead = `<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.5" -->
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
	<title>見本のサイト</title>
	<link>%[1]s</link>
	<description></description>
	<pubDate>Mon, 01 Apr 2024 00:00:00 +0000</pubDate>
	<language>ja</language>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:base_site_url>%[1]s</wp:base_site_url>
	<wp:base_blog_url>%[1]s</wp:base_blog_url>
	<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[editor1]]></wp:author_login><wp:author_email><![CDATA[editor@clinic.example]]></wp:author_email><wp:author_display_name><![CDATA[編集部]]></wp:author_display_name></wp:author>
	<wp:category><wp:term_id>1</wp:term_id><wp:category_nicename><![CDATA[skin]]></wp:category_nicename><wp:cat_name><![CDATA[皮膚科]]></wp:cat_name></wp:category>
`

// item writes an item as wp-admin/export.php does.
func item(w io.Writer, site string, id int, kind, status, password, title, content, more string) error {
	_, err := fmt.Fprintf(w, `
	<item>
		<title>%s</title>
		<link>%s/%s-%d/</link>
		<pubDate>Mon, 01 Apr 2024 01:02:03 +0000</pubDate>
		<dc:creator><![CDATA[editor1]]></dc:creator>
		<guid isPermaLink="false">%s/?p=%d</guid>
		<description></description>
		<content:encoded>%s</content:encoded>
		<excerpt:encoded><![CDATA[]]></excerpt:encoded>
		<wp:post_id>%d</wp:post_id>
		<wp:post_date><![CDATA[2024-04-01 10:02:03]]></wp:post_date>
		<wp:post_date_gmt><![CDATA[2024-04-01 01:02:03]]></wp:post_date_gmt>
		<wp:post_modified><![CDATA[2024-05-01 10:02:03]]></wp:post_modified>
		<wp:post_modified_gmt><![CDATA[2024-05-01 01:02:03]]></wp:post_modified_gmt>
		<wp:post_name><![CDATA[%s-%d]]></wp:post_name>
		<wp:status><![CDATA[%s]]></wp:status>
		<wp:post_parent>0</wp:post_parent>
		<wp:post_type><![CDATA[%s]]></wp:post_type>
		<wp:post_password><![CDATA[%s]]></wp:post_password>
		<wp:is_sticky>0</wp:is_sticky>%s
	</item>
`, cdata(title), site, kind, id, site, id, cdata(content), id, kind, id, status, kind, password, more)
	return err
}

// writeExport writes an export with, beside its published posts, one of every kind
// of item that is no published post for every ten of those.
func writeExport(w io.Writer, e exportOf) error {
	if e.site == "" {
		e.site = "https://clinic.example"
	}
	if _, err := fmt.Fprintf(w, exportHead, e.site); err != nil {
		return err
	}
	const more = `
		<category domain="category" nicename="skin"><![CDATA[皮膚科]]></category>
		<category domain="post_tag" nicename="laser"><![CDATA[レーザー]]></category>
		<wp:postmeta><wp:meta_key><![CDATA[_thumbnail_id]]></wp:meta_key><wp:meta_value><![CDATA[900002]]></wp:meta_value></wp:postmeta>
		<wp:postmeta><wp:meta_key><![CDATA[_yoast_wpseo_metadesc]]></wp:meta_key><wp:meta_value><![CDATA[検索結果に出る説明です。]]></wp:meta_value></wp:postmeta>
		<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content><![CDATA[コメントの秘密の言葉]]></wp:comment_content></wp:comment>`
	for n := 1; n <= e.posts; n++ {
		if e.cut > 0 && n > e.cut {
			_, err := io.WriteString(w, "\n\t<item>\n\t\t<title><![CDATA[途中で切れた記事]]></title>\n\t\t<content:encoded><![CDATA[ここで")
			return err
		}
		if n%10 == 0 {
			for i, hidden := range [][3]string{{"post", "draft", ""}, {"post", "private", ""}, {"post", "publish", "secret"}, {"post", "pending", ""}, {"post", "trash", ""}, {"post", "auto-draft", ""},
				{"attachment", "inherit", ""}, {"revision", "inherit", ""}, {"nav_menu_item", "publish", ""}, {"wp_global_styles", "publish", ""}, {"elementor_library", "publish", ""}} {
				if err := item(w, e.site, 100000+n*100+i, hidden[0], hidden[1], hidden[2], "秘密の題", "<p>公開されない秘密の文章です。</p>", ""); err != nil {
					return err
				}
			}
		}
		if e.skip[n] {
			continue
		}
		content := contentOf(n)
		if e.change != nil {
			if other := e.change(n); other != "" {
				content = other
			}
		}
		kind := "post"
		if n%25 == 0 {
			kind = "page"
		}
		if err := item(w, e.site, n, kind, "publish", "", fmt.Sprintf("記事 %d &amp; 題", n), content, more); err != nil {
			return err
		}
	}
	if err := item(w, e.site, 900001, "wp_block", "publish", "", "使い回しの部品", "<!-- wp:paragraph --><p>使い回しの注意書きです。</p><!-- /wp:paragraph -->", ""); err != nil {
		return err
	}
	err := item(w, e.site, 900002, "attachment", "inherit", "", "写真", "", "\n\t\t<wp:attachment_url><![CDATA["+e.site+"/wp-content/uploads/a.jpg]]></wp:attachment_url>")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "</channel>\n</rss>\n")
	return err
}

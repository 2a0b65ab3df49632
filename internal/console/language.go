package console

import (
	"embed"
	"fmt"
	"net/http"
	"path"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
	xlanguage "golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"

	"shirube/internal/staff"
)

// language is one that the pages are in.
type language string

// The languages. Texts are written in Japanese where they are used; locales say what they are
// in English.
const (
	japanese language = "ja"
	english  language = "en"
)

//go:embed locales/*.en.yaml
var locales embed.FS

// msg marks a text that is translated where it is shown. It is the text.
func msg(text string) string { return text }

// translations reads what each Japanese text is in English.
func translations() (map[string]string, error) {
	names, err := locales.ReadDir("locales")
	if err != nil {
		return nil, fmt.Errorf("locales: %w", err)
	}
	all := map[string]string{}
	for _, entry := range names {
		name := path.Join("locales", entry.Name())
		content, err := locales.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("locales: %w", err)
		}
		var texts map[string]string
		if err := yaml.Unmarshal(content, &texts); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for text, translated := range texts {
			if other, ok := all[text]; ok && other != translated {
				return nil, fmt.Errorf("%s: %q is %q elsewhere", name, text, other)
			}
			all[text] = translated
		}
	}
	return all, nil
}

// translators word a text, with what it speaks of, in each language.
func translators() (map[language]func(text string, args ...any) string, error) {
	texts, err := translations()
	if err != nil {
		return nil, err
	}
	b := catalog.NewBuilder(catalog.Fallback(xlanguage.Japanese))
	for text, translated := range texts {
		if err := b.SetString(xlanguage.English, text, translated); err != nil {
			return nil, fmt.Errorf("locales: %q: %w", text, err)
		}
	}
	return map[language]func(text string, args ...any) string{
		japanese: wordsOf(message.NewPrinter(xlanguage.Japanese, message.Catalog(b))),
		english:  wordsOf(message.NewPrinter(xlanguage.English, message.Catalog(b))),
	}, nil
}

// wordsOf words texts with a printer.
func wordsOf(p *message.Printer) func(text string, args ...any) string {
	return func(text string, args ...any) string {
		if len(args) == 0 {
			// What comes from elsewhere may hold a percent sign.
			text = strings.ReplaceAll(text, "%", "%%")
		}
		return p.Sprintf(text, args...)
	}
}

func (c *Console) languageRoutes() []route {
	return []route{post("/console/language", staff.Nobody, c.chooseLanguage)}
}

// languageKept is how long a browser remembers a language.
const languageKept = 365 * 24 * time.Hour

// chooseLanguage has the browser remember a language, and the account of who has one, and goes
// back to where it was chosen.
func (c *Console) chooseLanguage(r *request) (reply, error) {
	l := language(r.form("language"))
	if l != japanese && l != english {
		return reply{}, &problem{status: http.StatusUnprocessableEntity, text: r.T("その言語はありません。")}
	}
	if r.person.Name != "" {
		if err := c.cfg.Office.SetLanguage(r.ctx(), r.person, string(l)); err != nil {
			return reply{}, err //nolint:wrapcheck // says what it is
		}
	}
	http.SetCookie(r.gin.Writer, c.cookie(r.gin.Request, languageCookie, string(l), languageKept))
	return r.seeOther(localPath(r.form("back"))), nil
}

// languageOf is what the account says, else what the browser remembers, else Japanese.
func (c *Console) languageOf(r *request) language {
	for _, l := range []language{r.chosen, language(c.cookieOf(r.gin.Request, languageCookie))} {
		if l == japanese || l == english {
			return l
		}
	}
	return japanese
}

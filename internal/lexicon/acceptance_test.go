package lexicon

import (
	"cmp"
	"os"
	"path/filepath"
	"testing"
)

// The article that reading is accepted by must find its concepts here.
func TestAcceptanceArticle(t *testing.T) {
	dir := cmp.Or(os.Getenv("SHIRUBE_SHARED"), "../../../shared")
	files, err := filepath.Glob(filepath.Join(dir, "seeds", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Skipf("the article is not part of the repository, and %s has none", dir)
	}
	l := load(t)
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for _, m := range l.Find(string(src)) {
			found[m.Concept.ID] = true
		}
		for _, id := range []string{
			"exosome_drip", "exosome", "skin_aging_care", "hair_loss", "lifestyle_disease",
			"bruise", "pain", "vasovagal_reflex", "fainting", "contamination", "cancer_progression", "unknown_infection",
			"pregnancy", "cancer_treatment", "cancer_just_treated", "cancer_within_5_years", "cancer_recurrence_worry", "blood_donation",
			"lisou", "osaka_univ", "tokyo_medical_univ", "iv_therapy_society",
		} {
			if !found[id] {
				t.Errorf("%s: no %s", filepath.Base(name), id)
			}
		}
		for id, want := range map[string]string{"lisou": "company", "osaka_univ": "university", "tokyo_medical_univ": "university"} {
			if got := l.ByID(id).SourceType; got != want {
				t.Errorf("%s is a %s, want %s", id, got, want)
			}
		}
	}
}

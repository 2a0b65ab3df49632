package search

import (
	"context"
	"testing"

	"shirube/corpus"
	"shirube/index"
)

// stored serves passages by id, each of an article of the same id.
type stored struct {
	index.Backend
	texts map[string]string
}

func (s stored) Passages(_ context.Context, ids []string) ([]*index.StoredPassage, error) {
	out := make([]*index.StoredPassage, len(ids))
	for i, id := range ids {
		out[i] = &index.StoredPassage{Passage: corpus.Passage{ID: id, Text: s.texts[id]}}
	}
	return out, nil
}

func (s stored) Articles(_ context.Context, ids []string, _ bool) ([]*index.StoredArticle, error) {
	out := make([]*index.StoredArticle, len(ids))
	for i := range ids {
		out[i] = &index.StoredArticle{Article: &corpus.Article{}}
	}
	return out, nil
}

// The rarer a character pair is among the candidates, the more it says.
func TestLikenessCountsRarePairsMore(t *testing.T) {
	backend := stored{texts: map[string]string{"all": "角膜移植の費用", "common": "費用の目安", "rare": "角膜の厚さ", "none": "歯の話", "also": "費用", "again": "費用"}}
	var ranked []rankedHit
	for _, id := range []string{"all", "common", "rare", "none", "also", "again"} {
		ranked = append(ranked, rankedHit{Hit: index.Hit{Article: id, Passages: []index.PassageHit{{ID: id}}}})
	}
	u := &understood{weights: &Weights{Likeness: 1}, bigrams: map[string]bool{"角膜": true, "費用": true}}
	gains := map[string]float64{}
	if err := likeness(t.Context(), backend, ranked, u, gains); err != nil {
		t.Fatal(err)
	}
	if !(gains["all"] > gains["rare"] && gains["rare"] > gains["common"] && gains["common"] > 0 && gains["none"] == 0) {
		t.Errorf("gains %v", gains)
	}
}

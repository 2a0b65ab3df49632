package api

import (
	"maps"

	"github.com/danielgtaylor/huma/v2"
)

// describe puts words to the fields of the answers that do not speak for
// themselves. A field that is gone is an error, so that no word outlives it.
func describe(reg huma.Registry) error {
	all := descriptions()
	maps.Copy(all, documentDescriptions())
	maps.Copy(all, suggestDescriptions())
	for where, words := range all {
		prop, err := property(reg, where)
		if err != nil {
			return err
		}
		prop.Description = words
	}
	return nil
}

func descriptions() map[string]string {
	return map[string]string{
		"SearchResponse.total":          "How many articles or passages match, by view",
		"SearchResponse.total_relation": "eq: the total is exact",
		"SearchResponse.answerable":     "Whether the best hits answer: false where what was found only shares words with the query",
		"SearchResponse.took_ms":        "Time the search took, without the network",
		"SearchResponse.relaxed":        "Not every thing that was asked for is in every hit",
		"SearchResponse.interpretation": "What was understood of the query; every part can be switched off with interpret",
		"SearchResponse.answer":         "The question of an article, with its answer, that surely answers the query; null where none does, past the first page, and in another order than by relevance",
		"SearchResponse.facets":         "Counts by facet name; those of a facet leave its own filter out, so that several values can be chosen",
		"SearchResponse.notices":        "What a reader must know: self-paid or unapproved treatment, where to turn in an emergency",
		"SearchResponse.suggestions":    "What to ask instead, when nothing was found",
		"SearchResponse.did_you_mean":   "What may have been meant, where what was typed finds something as well; null where nothing is likely. What was not found as it was typed is interpretation.corrected",
		"SearchResponse.relief":         "Where the filters shut out everything: what is found without one of them, or, where that does not help, without all",
		"SearchResponse.questions":      "Where nothing was found, questions that articles answer, on what the query names where there are such",
		"Relief.filters":                "Names of the filters that are left out",
		"Relief.total":                  "How many are found without them",
		"Question.passage_id":           "The passage that answers it",

		"Interpretation.corrected":  "A slip of the finger that was put right; null when none was",
		"Interpretation.expansions": "What else was looked for",
		"Interpretation.intent":     "Section kinds that the query asks for",
		"Interpretation.filters":    "Filters that were read from the words of the query",
		"Interpretation.negations":  "What a hit must not say",
		"QueryTerm.start":           "First code point in the query",
		"QueryTerm.end":             "Code point after the last one",
		"QueryTerm.concept":         "Id of the concept that it names; empty when it names none",

		"Hit.id":                  "Id of the article or of the passage, by view",
		"Hit.passage":             "The best passage; null where an article was found by filters alone",
		"Hit.passages":            "Articles view: the best passages, the first included",
		"Hit.score":               "Comparable within one answer only",
		"Hit.confidence":          "Share of hits found like this that answer the query, 0 to 1; comparable between queries; 1 where nothing was asked for",
		"Hit.evidence":            "Where the confidence comes from, when explain was asked for",
		"HitEvidence.mentioned":   "Share of what was asked for that the passage mentions, by how rare it is",
		"HitEvidence.missing":     "Share of it that no passage of the index mentions",
		"HitEvidence.unheard":     "1 where a thing that the query names by a noun is in no passage of the index, else 0",
		"HitEvidence.strength":    "The score by words and concepts, of what a passage with each thing once would score",
		"HitEvidence.astray":      "1 where the query names treatments or conditions and the article is about none of them, else 0",
		"HitEvidence.covered":     "Share of the things asked for that the passage mentions, each counted alike",
		"HitEvidence.subjects":    "How many things the query names, 3 at most",
		"Hit.pinned":              "Editors put the hit where it stands, whatever its score",
		"SearchResponse.redirect": "Where editors say to look for this query: another query, or an address; null where they say nothing. Show it as a link: nothing is redirected",
		"Redirect.query":          "To search for instead; empty where there is an address",
		"Redirect.url":            "http, https or a path of this server; empty where there is a query",
		"Redirect.text":           "What the link says; empty: word it yourself",
		"Hit.risks":               "With pair_risks: a passage of the article on its risks, or on who must not have the treatment, where tells_effect; null where there is none. Show it beside the hit",
		"Hit.tells_effect":        "With pair_risks: whether any passage of the hit tells of an effect. Where it is true and risks is null, the article has no passage on risks: say so",
		"Hit.explanation":         "Where the score comes from, when explain was asked for",

		"Answer.passage":    "The entry as it was found; of a long one, the piece that was",
		"Answer.question":   "As the article words it",
		"Answer.text":       "The whole answer, in the article's own words",
		"Answer.citation":   "A line to show under it: title, question, supervision, date of review, sources, address",
		"Answer.confidence": "As of a hit",
		"Answer.risks":      "A passage of the article on its risks, or on who must not have the treatment; never null where the answer tells of an effect. Show it beside the answer",
		"Answer.notices":    "What a reader must know of the article: self-paid or unapproved treatment",
	}
}

// documentDescriptions are of what an answer holds of articles.
func documentDescriptions() map[string]string {
	return map[string]string{
		"Marked.marks": "Places to mark: pairs of start and end, in code points of text",
		"Marked.html":  "The text with <mark>, everything else escaped; with highlight=html",

		"ArticleSummary.url":      "Never empty: the article's own address, or its page on this server",
		"ArticleSummary.reviewed": "When the supervisor last reviewed it; null when that is not known",
		"PassageView.heading":     "The passage's heading; a question where it answers one",
		"PassageView.path":        "Headings from the outermost to this one",
		"PassageView.text":        "The article's own words, unchanged",
		"PassageView.sources":     "What supports this passage; empty when it cites nothing",

		"RetrieveResponse.answerable": "Whether anything here answers; where it is false there are no passages",
		"RetrieveResponse.passages":   "Best first; no text twice",
		"RetrievedPassage.text":       "Whole sentences of the article, unchanged",
		"RetrievedPassage.score":      "Share of passages found like this that answer, 0 to 1; comparable between questions",
		"RetrievedPassage.role":       "Why it is here: match answers the question",
		"RetrievedPassage.sources":    "What supports this passage; empty when it cites nothing",
		"RetrievedPassage.citation":   "A line for readers: number, title, heading, supervision, date of review, sources, address",
		"Supervision.name":            "Who supervised the article; empty when nobody is named",
		"Supervision.reviewed":        "When it was last reviewed; null when that is not known",

		"Facet.min":      "Lower bound of a range, included; null when it is open, and for values",
		"Facet.max":      "Upper bound of a range, included; null when it is open, and for values",
		"Facet.selected": "A filter of the request chose it",

		"Article.url":       "Never empty: the article's own address, or its page on this server",
		"Article.dropped":   "What was read but is not part of the article, with the reason",
		"Section.sources":   "Indexes into the article's sources",
		"Section.level":     "1 is a section of the article, 2 a subsection, and so on",
		"Claim.concept":     "Id in the lexicon; empty where it knows none",
		"Claim.sourced":     "The section that holds it cites a source",
		"Cost.min_yen":      "The treatment's own price for one unit as it is sold, tax included where both are given; null when unknown",
		"Cost.max_yen":      "Null when there is no upper bound",
		"Cost.per":          "session, site, tooth, vial, month or other; empty when there is no price",
		"Downtime.min_days": "Null when unknown; 0 is none",
		"Fee.yen":           "A price beside the treatment's own",
	}
}

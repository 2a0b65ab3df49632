package peer;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.QueryBuilder;

/** A way to ask: any of the question's terms, by BM25 as Lucene has it. */
enum Way {
  KUROMOJI("kuromoji", "words by kuromoji, one field", 0),
  KUROMOJI_BIGRAMS("kuromoji-bigrams", "the same + 0.3 × a field of CJK bigrams", 0.3f);

  /** The name of the way in reports and of its run file. */
  final String id;

  final String what;
  private final float pairs;

  Way(String id, String what, float pairs) {
    this.id = id;
    this.what = what;
    this.pairs = pairs;
  }

  /** The question as a query; one that matches nothing where no term is left of it. */
  Query query(Analyzer analyzer, String question) {
    QueryBuilder builder = new QueryBuilder(analyzer);
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    boolean any = add(all, builder.createBooleanQuery(Indexing.WORDS, question), 1);
    if (pairs > 0) {
      any |= add(all, builder.createBooleanQuery(Indexing.PAIRS, question), pairs);
    }
    return any ? all.build() : new MatchNoDocsQuery("no terms");
  }

  private static boolean add(BooleanQuery.Builder all, Query q, float weight) {
    if (q == null) {
      return false;
    }
    all.add(new BoostQuery(q, weight), BooleanClause.Occur.SHOULD);
    return true;
  }
}

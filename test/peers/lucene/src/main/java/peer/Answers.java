package peer;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;

/** Answers to questions: as a TREC run, or only for the time they take. */
final class Answers {
  /** How many results of a question a run holds. */
  private static final int DEPTH = 100;

  /** How many results a question is timed with. */
  private static final int TIMED = 10;

  private static final Analyzer ANALYZER = Indexing.analyzer();

  private Answers() {}

  /** Writes "qid Q0 docid rank score tag" lines. */
  static void write(IndexSearcher searcher, Way way, List<Line> queries, Path run)
      throws IOException {
    StoredFields stored = searcher.storedFields();
    try (BufferedWriter w = Files.newBufferedWriter(run)) {
      for (Line q : queries) {
        int rank = 0;
        for (ScoreDoc hit : hits(searcher, way, q.query(), DEPTH)) {
          rank++;
          String id = stored.document(hit.doc, Set.of(Indexing.ID)).get(Indexing.ID);
          w.write(
              String.format(
                  Locale.ROOT, "%s Q0 %s %d %.6f %s%n", q.id(), spaceless(id), rank, hit.score, way.id));
        }
      }
    }
  }

  /** An id as a run's line can hold it: white space is written as in a URL. */
  private static String spaceless(String id) {
    StringBuilder b = new StringBuilder();
    id.codePoints()
        .forEach(
            c -> {
              if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
                b.appendCodePoint(c);
                return;
              }
              for (byte x : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                b.append(String.format(Locale.ROOT, "%%%02X", x));
              }
            });
    return b.toString();
  }

  /** How long a question takes from its text to its best hits, in milliseconds. */
  static double time(IndexSearcher searcher, Way way, String question) throws IOException {
    long began = System.nanoTime();
    hits(searcher, way, question, TIMED);
    return (System.nanoTime() - began) / 1e6;
  }

  private static ScoreDoc[] hits(IndexSearcher searcher, Way way, String question, int n)
      throws IOException {
    return searcher.search(way.query(ANALYZER, question), n).scoreDocs;
  }
}

package peer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;

/** The index: two fields of the same text, each by an analyzer as Lucene has it. */
final class Indexing {
  static final String ID = "id";

  /** Words: kuromoji in search mode, base forms, stop words and tags. */
  static final String WORDS = "words";

  /** Pairs of neighbouring CJK characters, and words of other scripts. */
  static final String PAIRS = "pairs";

  private Indexing() {}

  /** The analyzers of all fields; who asks needs the same as who indexes. */
  static Analyzer analyzer() {
    return new PerFieldAnalyzerWrapper(
        new JapaneseAnalyzer(), Map.of(PAIRS, new CJKAnalyzer()));
  }

  /** Writes the passages in their order, on one thread. */
  static void index(List<Line> passages, Directory dir) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig(analyzer()).setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      for (Line p : passages) {
        Document d = new Document();
        d.add(new StringField(ID, p.id(), Field.Store.YES));
        d.add(new StoredField("text", p.whole()));
        d.add(new TextField(WORDS, p.whole(), Field.Store.NO));
        d.add(new TextField(PAIRS, p.whole(), Field.Store.NO));
        writer.addDocument(d);
      }
      writer.commit();
    }
  }
}

package peer;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;

/**
 * Indexes a question set with Lucene and answers its questions in each {@link Way}.
 *
 * <pre>java -jar lucene-peer.jar PASSAGES QUERIES OUT</pre>
 *
 * PASSAGES and QUERIES are JSON lines ({"id","title","text"} and {"id","query"}); OUT is a folder in
 * which the index is made and one TREC run a way is left. Standard output is one JSON document with
 * the times and the names of the runs.
 */
public final class Main {
  private Main() {}

  /** The report on standard output. Times of queries are milliseconds, of top 10 hits, warm. */
  private record Report(
      String lucene,
      int passages,
      int queries,
      double index_seconds,
      double index_mb,
      Map<String, RunReport> runs) {}

  private record RunReport(
      String what, String run, double p50_ms, double p90_ms, double p99_ms, double mean_ms) {}

  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: lucene-peer PASSAGES QUERIES OUT");
      System.exit(2);
    }
    Path out = Path.of(args[2]);
    Files.createDirectories(out);
    List<Line> passages = Line.read(Path.of(args[0]));
    List<Line> queries = Line.read(Path.of(args[1]));
    Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    System.out.println(gson.toJson(measure(passages, queries, out)));
  }

  private static Report measure(List<Line> passages, List<Line> queries, Path out)
      throws IOException {
    try (Directory dir = FSDirectory.open(out.resolve("index"))) {
      long began = System.nanoTime();
      Indexing.index(passages, dir);
      double seconds = (System.nanoTime() - began) / 1e9;
      long bytes = 0;
      for (String file : dir.listAll()) {
        bytes += dir.fileLength(file);
      }
      Map<String, RunReport> runs = new LinkedHashMap<>();
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null); // every question is asked once as far as a user can tell
        for (Way way : Way.values()) {
          runs.put(way.id, answer(searcher, way, queries, out));
        }
      }
      return new Report(
          Version.LATEST.toString(), passages.size(), queries.size(), seconds, bytes / 1e6, runs);
    }
  }

  private static RunReport answer(IndexSearcher searcher, Way way, List<Line> queries, Path out)
      throws IOException {
    Path run = out.resolve(way.id + ".run");
    Answers.write(searcher, way, queries, run); // this also warms the compiler up
    List<Double> times = new ArrayList<>();
    for (Line q : queries) {
      times.add(Answers.time(searcher, way, q.query()));
    }
    times.sort(null);
    double mean = times.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    return new RunReport(
        way.what, run.toString(), at(times, 0.5), at(times, 0.9), at(times, 0.99), mean);
  }

  /** The nearest-rank percentile of sorted values. */
  private static double at(List<Double> sorted, double p) {
    if (sorted.isEmpty()) {
      return 0;
    }
    return sorted.get(Math.max((int) Math.ceil(p * sorted.size()), 1) - 1);
  }
}

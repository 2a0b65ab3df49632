package peer;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A line of a passages or a queries file; what the other has is null. */
record Line(String id, String title, String text, String query) {
  /** Reads a file of JSON lines; empty lines and further fields are skipped. */
  static List<Line> read(Path file) throws IOException {
    Gson gson = new Gson();
    List<Line> lines = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank()) {
          lines.add(gson.fromJson(line, Line.class));
        }
      }
    }
    return lines;
  }

  /** Title and text as one, which is what ranked best. */
  String whole() {
    return title == null || title.isEmpty() ? text : title + "\n" + text;
  }
}

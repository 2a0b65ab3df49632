package peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugin.analysis.kuromoji.AnalysisKuromojiPlugin;
import org.opensearch.transport.Netty4ModulePlugin;

/**
 * One node of OpenSearch with its kuromoji plugin, on loopback, until it is told to end.
 * Its arguments are settings of opensearch.yml, as name=value; path.home is a folder of its own.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        // Netty is told the number of processors once; OpenSearch would tell it again.
        System.setProperty("opensearch.set.netty.runtime.available.processors", "false");
        Settings.Builder settings = Settings.builder().put("network.host", "127.0.0.1").put("discovery.type", "single-node");
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            if (at < 0) {
                throw new IllegalArgumentException(argument + ": write name=value");
            }
            settings.put(argument.substring(0, at), argument.substring(at + 1));
        }
        Path config = Files.createDirectories(Path.of(settings.get("path.home")).resolve("config"));
        Environment environment =
                InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), config, () -> "peer");
        Node node = new EmbeddedNode(environment, List.of(AnalysisKuromojiPlugin.class, Netty4ModulePlugin.class));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        node.start();
        System.out.println("OpenSearch " + Version.CURRENT + " on Java " + Runtime.version() + " is ready");
        Thread.currentThread().join();
    }

    private static void close(Node node) {
        try {
            node.close();
        } catch (IOException e) {
            System.err.println("close: " + e);
        }
    }
}

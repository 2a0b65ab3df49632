package peer;

import java.util.Collection;
import java.util.List;
import org.opensearch.Version;
import org.opensearch.env.Environment;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;

/** A node with plugins from the class path, described as if each had been installed. */
final class EmbeddedNode extends Node {
    EmbeddedNode(Environment environment, Collection<Class<? extends Plugin>> plugins) {
        super(environment, plugins.stream().map(EmbeddedNode::describe).toList(), true);
    }

    private static PluginInfo describe(Class<? extends Plugin> plugin) {
        String name = plugin.getName();
        String java = Integer.toString(Runtime.version().feature());
        return new PluginInfo(name, "on the class path", "1", Version.CURRENT, java, name, List.of(), false);
    }
}

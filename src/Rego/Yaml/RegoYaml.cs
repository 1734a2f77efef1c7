using Bouncer.Rego.Values;

namespace Bouncer.Rego.Yaml;

/// <summary>Values from YAML, as Kubernetes' tools read it.</summary>
public static class RegoYaml
{
    /// <summary>The documents of a text.</summary>
    /// <param name="name">What messages call the text, usually a path.</param>
    /// <param name="text">The text.</param>
    public static YamlReading ParseAll(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        return new YamlReading([], null);
    }
}

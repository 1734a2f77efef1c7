using Bouncer.Rego.Builtins.Encoding;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Yaml;

/// <summary>
/// Values from YAML and back, as Kubernetes' tools read it: a stream of documents in YAML 1.1, in which <c>yes</c> and <c>on</c> are true, <c>0o17</c>
/// and <c>017</c> are numbers, and keys are text. JSON is YAML too. Integers of up to 64 bits keep their digits.
/// </summary>
public static class RegoYaml
{
    /// <summary>The documents of a text.</summary>
    /// <param name="name">What messages call the text, usually a path.</param>
    /// <param name="text">The text.</param>
    /// <returns>The documents; if the text is broken, those before the error, and the error.</returns>
    public static YamlReading ParseAll(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        return YamlReader.ReadAll(name, text);
    }

    /// <summary>A value as a YAML document, as <c>yaml.marshal</c> writes it: members by name, text in quotes where YAML needs them.</summary>
    public static string Write(RegoValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return YamlWriter.Write(value);
    }
}

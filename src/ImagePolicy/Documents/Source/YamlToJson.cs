using System.Buffers;
using System.Text.Json;

namespace Bouncer.ImagePolicy.Documents.Source;

/// <summary>Writes a YAML document as JSON. Aliases and merge keys are expanded, within bounds.</summary>
internal sealed class YamlToJson(int maxDepth, int maxBytes)
{
    private const string MergeKey = "<<";

    /// <summary>The most nodes that are visited. Merge keys that merge each other cost time and write nothing.</summary>
    private const int MaxNodes = 1_000_000;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private int _nodes;

    /// <summary>The document as JSON in UTF-8.</summary>
    /// <exception cref="SourceException">The document cannot be JSON, or is too large as such.</exception>
    public ReadOnlyMemory<byte> Convert(SourceNode document)
    {
        using (var writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { MaxDepth = maxDepth }))
        {
            Write(writer, document, depth: 1);
        }

        return _buffer.WrittenMemory;
    }

    private void Write(Utf8JsonWriter writer, SourceNode node, int depth)
    {
        CheckBounds(node, depth, writer.BytesCommitted + writer.BytesPending);
        switch (node)
        {
            case ScalarNode scalar:
                YamlScalar.Write(writer, scalar);
                break;
            case SequenceNode sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items)
                {
                    Write(writer, item, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case MappingNode mapping:
                writer.WriteStartObject();
                foreach (var (name, value) in Entries(mapping, depth))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case AliasNode alias:
                Write(writer, Target(alias), depth + 1);
                break;
        }
    }

    /// <summary>The entries of a mapping, with duplicates, and then those that it merges and does not have itself.</summary>
    private IEnumerable<(string Name, SourceNode Value)> Entries(MappingNode mapping, int depth)
    {
        CheckBounds(mapping, depth, bytes: 0);
        HashSet<string> names = new(StringComparer.Ordinal);
        List<SourceNode> merges = [];
        foreach (var (key, value) in mapping.Entries)
        {
            if (Target(key) is not ScalarNode scalar)
            {
                throw SourceException.At(key, $"a field name is {key.Description}; write text");
            }

            if (scalar is { Text: MergeKey, IsPlain: true })
            {
                merges.AddRange(Target(value) is SequenceNode list ? list.Items : [value]);
                continue;
            }

            names.Add(scalar.Text);
            yield return (scalar.Text, value);
        }

        foreach (var merge in merges)
        {
            if (Target(merge) is not MappingNode merged)
            {
                throw SourceException.At(merge, $"<< takes mappings, and this is {merge.Description}");
            }

            foreach (var entry in Entries(merged, depth + 1).Where(e => names.Add(e.Name)))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Aliases can make a text deeper and larger than it is written.</summary>
    private void CheckBounds(SourceNode node, int depth, long bytes)
    {
        if (depth > maxDepth)
        {
            throw SourceException.At(node, $"the text is nested deeper than {maxDepth} levels");
        }

        if (bytes > maxBytes || ++_nodes > MaxNodes)
        {
            throw SourceException.At(node, "the text becomes too large once its aliases are followed");
        }
    }

    private static SourceNode Target(SourceNode node)
        => node is AliasNode alias
            ? alias.Target ?? throw SourceException.At(node, $"nothing above is named &{Printable.Text(alias.Name, 80)}; if a text is meant, put it in quotes")
            : node;
}

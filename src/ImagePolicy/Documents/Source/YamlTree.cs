using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Bouncer.ImagePolicy.Documents.Source;

/// <summary>
/// Reads YAML, of which JSON is a part, into nodes with positions. Nesting is bounded before anything recurses over it, and
/// nothing is expanded: an alias stays one node.
/// </summary>
internal sealed class YamlTree
{
    private readonly Parser _parser;
    private readonly int _maxDepth;
    private readonly Dictionary<string, SourceNode> _anchors = new(StringComparer.Ordinal);

    private YamlTree(string text, int maxDepth)
    {
        _parser = new Parser(new StringReader(text));
        _maxDepth = maxDepth;
    }

    /// <summary>Reads all documents of a text; those before an error are kept.</summary>
    public static (IReadOnlyList<SourceNode> Documents, SourceError? Error) Read(string text, int maxDepth)
    {
        var tree = new YamlTree(text, maxDepth);
        List<SourceNode> documents = [];
        try
        {
            tree._parser.MoveNext();
            while (tree._parser.MoveNext() && tree._parser.Current is DocumentStart)
            {
                tree._parser.MoveNext();
                tree._anchors.Clear();
                documents.Add(tree.ReadNode(depth: 1));
                tree._parser.MoveNext();
            }

            return (documents, null);
        }
        catch (SourceException e)
        {
            return (documents, e.Error);
        }
        catch (YamlException e)
        {
            return (documents, YamlErrors.Of(e, text));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // Found by fuzzing: \UFFFFFFFF and a flow list that a block interrupts are not YamlExceptions.
            return (documents, YamlErrors.After(tree._parser.Current?.End ?? Mark.Empty));
        }
    }

    /// <summary>Reads the node whose first event is current, up to and including its last.</summary>
    private SourceNode ReadNode(int depth)
    {
        var start = _parser.Current!;
        if (depth > _maxDepth)
        {
            throw new SourceException(new((int)start.Start.Line, (int)start.Start.Column, $"the text is nested deeper than {_maxDepth} levels"));
        }

        SourceNode node = start switch
        {
            Scalar scalar => new ScalarNode(scalar),
            SequenceStart sequence => new SequenceNode(sequence, ReadItems(depth)),
            MappingStart mapping => new MappingNode(mapping, ReadEntries(depth)),
            AnchorAlias alias => new AliasNode(alias, _anchors.GetValueOrDefault(alias.Value.Value)),
            _ => throw new YamlException(start.Start, start.End, "no value stands here."),
        };
        if (node.Anchor is not null)
        {
            _anchors[node.Anchor] = node;
        }

        return node;
    }

    private List<SourceNode> ReadItems(int depth)
    {
        List<SourceNode> items = [];
        while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        return items;
    }

    private List<(SourceNode Key, SourceNode Value)> ReadEntries(int depth)
    {
        List<(SourceNode, SourceNode)> entries = [];
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            var key = ReadNode(depth + 1);
            _parser.MoveNext();
            entries.Add((key, ReadNode(depth + 1)));
        }

        return entries;
    }
}

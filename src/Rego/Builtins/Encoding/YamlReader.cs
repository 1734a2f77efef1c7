using Bouncer.Rego.Values;
using Bouncer.Rego.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Bouncer.Rego.Builtins.Encoding;

/// <summary>
/// Values from YAML, as sigs.k8s.io/yaml makes JSON of it: YAML 1.1's plain scalars, keys as text, merges. What an alias stands for is
/// one shared value; how many there may be in all is bounded.
/// </summary>
internal sealed class YamlReader
{
    private const int MaxNodes = 1_000_000;

    private readonly Parser parser;
    private readonly CancellationToken cancellation;
    private readonly bool refusesDoubledKeys;
    private readonly Dictionary<string, RegoValue?> anchors = new(StringComparer.Ordinal);
    private int nodes;

    private YamlReader(string text, bool refusesDoubledKeys, CancellationToken cancellation)
    {
        this.refusesDoubledKeys = refusesDoubledKeys;
        this.cancellation = cancellation;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>The value of a text's first document.</summary>
    /// <exception cref="BuiltinException">It is no YAML, or none that is JSON.</exception>
    public static RegoValue Read(BuiltinContext context, string text)
    {
        try
        {
            return QuotedLines.Read(text, t => ReadFirst(context, t));
        }
        catch (YamlException wrong)
        {
            throw new BuiltinException(Describe(wrong));
        }
        catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException or FormatException)
        {
            // Found by fuzzing elsewhere: some broken texts are no YamlExceptions.
            throw new BuiltinException("yaml: found invalid text");
        }
    }

    private static RegoValue ReadFirst(BuiltinContext context, string text)
    {
        var reader = new YamlReader(text, refusesDoubledKeys: false, context.Cancellation);
        reader.parser.MoveNext();
        reader.parser.MoveNext();
        if (reader.parser.Current is not DocumentStart)
        {
            return RegoNull.Instance;
        }

        reader.parser.MoveNext();
        var value = reader.Node(0);
        reader.parser.MoveNext(); // so that what is wrong behind the value is seen
        return value;
    }

    /// <summary>The documents of a text. Unlike Go's reader, and like kubectl's, a key that is there twice is refused: one of the two
    /// would count for nothing.</summary>
    public static YamlReading ReadAll(string name, string text)
    {
        var documents = new List<YamlDocument>();
        var reader = new YamlReader(text, refusesDoubledKeys: true, CancellationToken.None);
        try
        {
            QuotedLines.Read(text, t =>
            {
                documents.Clear();
                reader = new YamlReader(t, refusesDoubledKeys: true, CancellationToken.None);
                reader.Documents(documents);
                return documents;
            });
            return new YamlReading(documents, null);
        }
        catch (YamlException wrong)
        {
            return new YamlReading(documents, ErrorAt(wrong.Start, Summary(wrong)));
        }
        catch (Exception wrong) when (wrong is BuiltinException or ValueTooDeepException or ResultTooLargeException)
        {
            return new YamlReading(documents, ErrorAt(reader.Place, wrong.Message.StartsWith("yaml: ", StringComparison.Ordinal) ? wrong.Message[6..] : wrong.Message));
        }
        catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException or FormatException)
        {
            return new YamlReading(documents, ErrorAt(reader.Place, "found invalid text"));
        }

        YamlError ErrorAt(Mark at, string message) => new(name, Math.Max(1, (int)at.Line), Math.Max(1, (int)at.Column), message);
    }

    private Mark Place => parser.Current?.Start ?? Mark.Empty;

    private void Documents(List<YamlDocument> documents)
    {
        var index = 0;
        parser.MoveNext();
        while (parser.MoveNext() && parser.Current is DocumentStart)
        {
            parser.MoveNext();
            anchors.Clear();
            var line = (int)Place.Line;
            var value = Node(0);
            if (value is not RegoNull)
            {
                documents.Add(new YamlDocument(value, line, index));
            }

            index++;
            parser.MoveNext();
        }
    }

    private static string Describe(YamlException wrong)
    {
        var message = Summary(wrong);

        // Go counts lines from 0 here and from 1 there.
        var line = message.StartsWith("did not find", StringComparison.Ordinal) ? Math.Max(1, wrong.Start.Line - 1) : wrong.Start.Line > 1 ? wrong.Start.Line : 0;
        return line > 0 ? $"yaml: line {line}: {message}" : $"yaml: {message}";
    }

    private static string Summary(YamlException wrong)
    {
        var message = wrong.Message;
        var at = message.IndexOf("): ", StringComparison.Ordinal);
        message = (at < 0 ? message : message[(at + 3)..]).TrimEnd('.');
        foreach (var beginning in (ReadOnlySpan<string>)["did not find", "could not find", "found", "mapping values"])
        {
            var start = message.LastIndexOf(beginning, StringComparison.OrdinalIgnoreCase);
            if (start > 0)
            {
                message = message[start..];
                break;
            }
        }

        message = message.Contains("nvalid mapping", StringComparison.Ordinal) ? "mapping values are not allowed in this context" : message;
        return message.Length > 0 ? char.ToLowerInvariant(message[0]) + message[1..] : message;
    }

    private RegoValue Node(int depth)
    {
        cancellation.ThrowIfCancellationRequested();
        if (++nodes > MaxNodes || depth > RegoValue.MaxDepth)
        {
            throw depth > RegoValue.MaxDepth ? new ValueTooDeepException() : new ResultTooLargeException(MaxNodes);
        }

        var current = parser.Current;
        if (current is AnchorAlias alias)
        {
            var name = alias.Value.Value;
            return !anchors.TryGetValue(name, out var known) ? throw new BuiltinException($"yaml: unknown anchor '{name}' referenced")
                : known ?? throw new BuiltinException($"yaml: anchor '{name}' value contains itself");
        }

        var anchor = (current as NodeEvent)?.Anchor;
        if (anchor is { IsEmpty: false })
        {
            anchors[anchor.Value.Value] = null; // not complete yet
        }

        var value = current switch
        {
            Scalar scalar => YamlScalars.Read(scalar),
            SequenceStart => Sequence(depth),
            MappingStart => Mapping(depth),
            _ => throw new BuiltinException("yaml: no value stands here"),
        };
        if (anchor is { IsEmpty: false })
        {
            anchors[anchor.Value.Value] = value;
        }

        return value;
    }

    private RegoArray Sequence(int depth)
    {
        var items = new List<RegoValue>();
        for (parser.MoveNext(); parser.Current is not SequenceEnd; parser.MoveNext())
        {
            items.Add(Node(depth + 1));
        }

        return RegoArray.Of(items);
    }

    private RegoObject Mapping(int depth)
    {
        var members = new RegoObject.Builder();
        var merged = new List<RegoObject>();
        for (parser.MoveNext(); parser.Current is not MappingEnd; parser.MoveNext())
        {
            var isMerge = parser.Current is Scalar { Value: "<<", Style: ScalarStyle.Plain };
            var key = Node(depth + 1);
            if (refusesDoubledKeys && !isMerge && members.TryGet(Key(key), out _))
            {
                throw new BuiltinException($"yaml: the key {key} is there twice");
            }

            parser.MoveNext();
            var value = Node(depth + 1);
            if (isMerge)
            {
                merged.AddRange(Merges(value));
            }
            else
            {
                members.Set(Key(key), value);
            }
        }

        // What is merged never changes what is there.
        foreach (var (key, value) in merged.SelectMany(obj => obj))
        {
            members.TryAdd(key, value);
        }

        return members.Build();
    }

    private static IEnumerable<RegoObject> Merges(RegoValue value) => value switch
    {
        RegoObject obj => [obj],
        RegoArray array when array.All(item => item is RegoObject) => array.Cast<RegoObject>(),
        _ => throw new BuiltinException("yaml: map merge requires map or sequence of maps as the value"),
    };

    private static RegoString Key(RegoValue key) => key switch
    {
        RegoString text => text,
        RegoBoolean or RegoNumber => new RegoString(key.ToString()),
        _ => throw new BuiltinException($"yaml: invalid map key: {key}"),
    };
}

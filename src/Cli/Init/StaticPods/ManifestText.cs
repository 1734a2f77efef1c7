using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Bouncer.Cli.Init.StaticPods;

/// <summary>
/// The text of a manifest, changed line by line where its YAML says: everything else stays to the letter, comments too. Knows
/// lists in block style (<c>- item</c>), which is how kubeadm writes them.
/// </summary>
internal sealed class ManifestText
{
    private readonly List<string> _lines;

    private ManifestText(string text)
    {
        _lines = [.. text.Split('\n')];
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        Root = stream.Documents is [{ RootNode: YamlMappingNode root }] ? root : throw new InitException("it is not one object");
    }

    /// <summary>The object.</summary>
    public YamlMappingNode Root { get; }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InitException">It is no YAML, or not one object.</exception>
    public static ManifestText Read(string text)
    {
        try
        {
            return new(text);
        }
        catch (YamlException e)
        {
            throw new InitException($"it is no YAML: line {e.Start.Line}: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            // The parser's own words for some texts that break off.
            throw new InitException("it is no YAML");
        }
    }

    /// <summary>The whole text.</summary>
    public override string ToString() => string.Join('\n', _lines);

    /// <summary>The text with an item at the end of a list, which is made if it is not there.</summary>
    /// <param name="parent">Whose list it is.</param>
    /// <param name="key">The name of the list.</param>
    /// <param name="item">The lines of the item, without the dash.</param>
    public string WithItem(YamlMappingNode parent, string key, params ReadOnlySpan<string> item)
    {
        var indent = new string(' ', Column(parent.Children.Keys.First()));
        List<string> added = [];
        int at;
        if (Find<YamlSequenceNode>(parent, key) is { Children.Count: > 0 } list)
        {
            indent = DashOf(list, list.Children[0], key);
            at = LastLine(list);
        }
        else if (!parent.Children.ContainsKey(key))
        {
            added.Add($"{indent}{key}:");
            at = LastLine(parent);
        }
        else
        {
            throw Unknown(key);
        }

        for (var i = 0; i < item.Length; i++)
        {
            added.Add($"{indent}{(i == 0 ? "- " : "  ")}{item[i]}");
        }

        List<string> lines = [.. _lines];
        lines.InsertRange(at, added);
        return string.Join('\n', lines);
    }

    /// <summary>The text with another scalar in the place of one.</summary>
    public string WithScalar(YamlScalarNode scalar, string value)
    {
        var line = _lines[Index(scalar.Start)];
        if (scalar.Start.Line != scalar.End.Line)
        {
            throw new InitException($"line {scalar.Start.Line} goes on in the next one, which cannot be changed here");
        }

        List<string> lines = [.. _lines];
        lines[Index(scalar.Start)] = string.Concat(line.AsSpan(0, (int)scalar.Start.Column - 1), value, line.AsSpan((int)scalar.End.Column - 1));
        return string.Join('\n', lines);
    }

    /// <summary>The text without an item of a list, and without the list if nothing else is in it.</summary>
    /// <param name="parent">Whose list it is.</param>
    /// <param name="key">The name of the list.</param>
    /// <param name="item">The item.</param>
    public string WithoutItem(YamlMappingNode parent, string key, YamlNode item)
    {
        var list = Find<YamlSequenceNode>(parent, key)!;
        DashOf(list, item, key);
        var start = list.Children.Count > 1 ? item.Start : parent.Children.Keys.First(k => k is YamlScalarNode { Value: var name } && name == key).Start;
        List<string> lines = [.. _lines];
        lines.RemoveRange(Index(start), LastLine(item) - Index(start));
        return string.Join('\n', lines);
    }

    /// <summary>A member of a mapping; null if it is not there or something else.</summary>
    public static T? Find<T>(YamlMappingNode parent, string key)
        where T : YamlNode
        => parent.Children.TryGetValue(key, out var node) ? node as T : null;

    /// <summary>The text of a member; null if there is none.</summary>
    public static string? TextOf(YamlNode parent, string key)
        => parent is YamlMappingNode mapping ? Find<YamlScalarNode>(mapping, key)?.Value : null;

    private static InitException Unknown(string key) => new($"{key} is written in a way that cannot be changed here");

    private static int Index(in Mark mark) => (int)mark.Line - 1;

    private static int Column(YamlNode node) => (int)node.Start.Column - 1;

    /// <summary>How many lines there are up to the last one of a node: of what is written, since the end of a block in YAML is
    /// where the next thing starts.</summary>
    private static int LastLine(YamlNode node) => node switch
    {
        YamlMappingNode { Style: MappingStyle.Block, Children.Count: > 0 } mapping => mapping.Children.Max(c => Math.Max(LastLine(c.Key), LastLine(c.Value))),
        YamlSequenceNode { Style: SequenceStyle.Block, Children.Count: > 0 } list => list.Children.Max(LastLine),
        YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } => throw new InitException($"line {node.Start.Line} begins a text of several lines, which cannot be changed here"),
        _ => (int)node.End.Line,
    };

    /// <summary>What stands before the dash of an item.</summary>
    private string DashOf(YamlSequenceNode list, YamlNode item, string key)
    {
        var line = _lines[Index(item.Start)];
        var indent = line.Length - line.TrimStart(' ').Length;
        return list.Style == SequenceStyle.Block && line.AsSpan(indent).StartsWith("- ", StringComparison.Ordinal) ? line[..indent] : throw Unknown(key);
    }
}

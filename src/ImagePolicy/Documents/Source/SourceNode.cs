using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Bouncer.ImagePolicy.Documents.Source;

/// <summary>One node of a YAML or JSON text, with its position.</summary>
internal abstract class SourceNode(ParsingEvent start)
{
    /// <summary>From 1.</summary>
    public int Line { get; } = (int)start.Start.Line;

    /// <summary>From 1, in UTF-16 code units.</summary>
    public int Column { get; } = (int)start.Start.Column;

    /// <summary>The name after <c>&amp;</c>, if there is one.</summary>
    public string? Anchor { get; } = start is NodeEvent { Anchor.IsEmpty: false } node ? node.Anchor.Value : null;

    /// <summary>The tag after <c>!</c>, resolved, if there is one. The non-specific <c>!</c> counts as none.</summary>
    public string? Tag { get; } = start is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag } ? tag.Value : null;

    /// <summary>What the node is, for messages.</summary>
    public abstract string Description { get; }
}

/// <summary>A single value. Its text is kept as written: <c>1.10</c> stays <c>1.10</c>.</summary>
internal sealed class ScalarNode(Scalar scalar) : SourceNode(scalar)
{
    public string Text { get; } = scalar.Value;

    /// <summary>Whether the value is neither quoted nor a block, so that YAML gives some texts a meaning of their own.</summary>
    public bool IsPlain { get; } = scalar.Style == ScalarStyle.Plain;

    /// <summary>Whether the value is YAML's null, which is also what nothing at all means.</summary>
    public bool IsNull => IsPlain && Tag is null && Text is "" or "~" or "null" or "Null" or "NULL";

    public override string Description => IsNull ? "empty" : "a single value";
}

internal sealed class SequenceNode(SequenceStart start, IReadOnlyList<SourceNode> items) : SourceNode(start)
{
    public IReadOnlyList<SourceNode> Items { get; } = items;

    public override string Description => "a list";
}

internal sealed class MappingNode(MappingStart start, IReadOnlyList<(SourceNode Key, SourceNode Value)> entries) : SourceNode(start)
{
    /// <summary>The entries in the order written, with duplicates.</summary>
    public IReadOnlyList<(SourceNode Key, SourceNode Value)> Entries { get; } = entries;

    public override string Description => "a mapping";
}

/// <summary><c>*name</c>.</summary>
internal sealed class AliasNode(AnchorAlias alias, SourceNode? target) : SourceNode(alias)
{
    public string Name { get; } = alias.Value.Value;

    /// <summary>The node that bears the name, if one before it does.</summary>
    public SourceNode? Target { get; } = target;

    public override string Description => "an alias";
}

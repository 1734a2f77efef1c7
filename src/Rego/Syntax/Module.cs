using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <summary>Whatever stands in a source. Nodes describe and hold their span, nothing else; they are immutable.</summary>
internal abstract record Node(SourceSpan Span);

/// <summary>Which Rego a module is written in.</summary>
internal enum LanguageVersion
{
    /// <summary>Before OPA 1.0: bodies without <c>if</c>, partial sets without <c>contains</c>, deprecated builtins.</summary>
    V0,

    /// <summary>OPA 1.0: <c>if</c>, <c>contains</c>, <c>in</c> and <c>every</c> are keywords and asked for.</summary>
    V1,
}

/// <summary>A source file: one package's imports and rules.</summary>
internal sealed record Module(
    SourceSpan Span,
    Package Package,
    ImmutableArray<Import> Imports,
    ImmutableArray<Rule> Rules,
    ImmutableArray<Comment> Comments,
    LanguageVersion Version) : Node(Span)
{
    /// <summary>Whether the module is held to v1's rules: a v1 module, or a v0 module that imports <c>rego.v1</c>.</summary>
    public bool IsStrictV1 => Version == LanguageVersion.V1 || Imports.Any(i => i.IsRegoV1);
}

/// <summary><c>package a.b.c</c>. <see cref="Path"/> starts with <c>data</c>, which is not written.</summary>
internal sealed record Package(SourceSpan Span, RefTerm Path) : Node(Span);

/// <summary><c>import data.a.b as c</c>.</summary>
internal sealed record Import(SourceSpan Span, RefTerm Path, string? Alias) : Node(Span)
{
    /// <summary>What the import is called in the module: the alias, or the last part of the path.</summary>
    public string Name => Alias ?? Path.Path[^1] switch
    {
        StringTerm s => s.Value,
        VarTerm v => v.Name,
        _ => "",
    };

    /// <summary>The variable the path starts with: <c>data</c>, <c>input</c>, <c>future</c> or <c>rego</c>.</summary>
    public string Root => ((VarTerm)Path.Head).Name;

    /// <summary>Whether this is <c>import rego.v1</c>.</summary>
    public bool IsRegoV1 => Root == "rego" && Path.Path is [_, StringTerm { Value: "v1" }];
}

/// <summary>A comment without its <c>#</c>.</summary>
internal sealed record Comment(SourceSpan Span, string Text) : Node(Span);

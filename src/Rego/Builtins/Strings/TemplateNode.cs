using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Strings;

/// <summary>A part of a template.</summary>
internal abstract record TemplateNode
{
    /// <summary>What stands outside of actions.</summary>
    public sealed record Text(string Value) : TemplateNode;

    /// <summary>What prints a value, or sets a variable.</summary>
    public sealed record Action(TemplatePipeline Pipeline) : TemplateNode;

    /// <summary>if, and with, which makes its value the dot.</summary>
    public sealed record Branch(TemplatePipeline Pipeline, bool ChangesDot, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Else) : TemplateNode;

    /// <summary>range.</summary>
    public sealed record Range(TemplatePipeline Pipeline, IReadOnlyList<TemplateNode> Body, IReadOnlyList<TemplateNode> Else) : TemplateNode;
}

/// <summary>Commands that each take the value of the one before, and the variables that are set.</summary>
internal sealed record TemplatePipeline(IReadOnlyList<string> Variables, bool IsAssignment, IReadOnlyList<IReadOnlyList<TemplateOperand>> Commands);

/// <summary>A word of a command.</summary>
internal abstract record TemplateOperand
{
    public sealed record Constant(RegoValue Value) : TemplateOperand;

    public sealed record Field(IReadOnlyList<string> Fields) : TemplateOperand;

    public sealed record Variable(string Name, IReadOnlyList<string> Fields) : TemplateOperand;

    public sealed record Function(string Name) : TemplateOperand;

    public sealed record Nested(TemplatePipeline Pipeline, IReadOnlyList<string> Fields) : TemplateOperand;
}

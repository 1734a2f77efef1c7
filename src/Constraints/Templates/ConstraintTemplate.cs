using Bouncer.Rego;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Templates;

/// <summary>A ConstraintTemplate that has been checked and compiled. Immutable and safe to share between threads.</summary>
public sealed class ConstraintTemplate
{
    /// <summary>The group of templates.</summary>
    public const string Group = "templates.gatekeeper.sh";

    internal ConstraintTemplate()
    {
    }

    /// <summary>The whole document.</summary>
    public required RegoObject Document { get; init; }

    /// <summary><c>metadata.name</c>: the kind in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of its constraints.</summary>
    public required string Kind { get; init; }

    /// <summary>The schema of its parameters.</summary>
    public required ConstraintSchema Schema { get; init; }

    /// <summary>The operations on which it is evaluated: <c>CREATE</c>, <c>UPDATE</c>, <c>DELETE</c>, <c>CONNECT</c> or <c>*</c>.
    /// Empty if it does not restrict them.</summary>
    public required IReadOnlyList<string> Operations { get; init; }

    /// <summary>Whether its Rego refers to <c>data.inventory</c>.</summary>
    public required bool UsesInventory { get; init; }

    /// <summary>The compiled Rego.</summary>
    public required RegoPolicy Policy { get; init; }

    /// <summary>The query of the set of violations. Its input is <c>{"review": …, "parameters": …}</c>; its data holds
    /// <c>inventory</c>.</summary>
    public required RegoQuery Violations { get; init; }

    /// <summary>Reads and compiles a template.</summary>
    /// <returns>The template, or everything that is wrong with it.</returns>
    public static TemplateReading Read(RegoObject document, TemplateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        _ = options;
        return new TemplateReading(null, [new ConstraintProblem(ProblemCode.Unsupported, "templates are not read yet")], []);
    }

    /// <summary>The <c>apiextensions.k8s.io/v1</c> CustomResourceDefinition of its constraints.</summary>
    public RegoObject GenerateCrd() => Document;
}

using Bouncer.Constraints.Prefixes;
using Bouncer.Constraints.Schemas;
using Bouncer.Rego;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Templates;

/// <summary>A ConstraintTemplate that has been checked and compiled. Immutable and safe to share between threads.</summary>
public sealed class ConstraintTemplate
{
    /// <summary>The group of templates.</summary>
    public const string Group = "templates.gatekeeper.sh";

    /// <summary>The one target there is.</summary>
    public const string Target = "admission.k8s.gatekeeper.sh";

    internal ConstraintTemplate()
    {
    }

    /// <summary>The whole document.</summary>
    public required RegoObject Document { get; init; }

    /// <summary><c>metadata.name</c>: the kind in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of its constraints.</summary>
    public required string Kind { get; init; }

    /// <summary>The short names of its constraints' kind.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>The schema of its constraints.</summary>
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

    /// <summary>The parameters that images are compared with by prefix.</summary>
    internal IReadOnlyList<PrefixParameter> PrefixParameters { get; init; } = [];

    /// <summary>Reads and compiles a template.</summary>
    /// <returns>The template, or everything that is wrong with it.</returns>
    public static TemplateReading Read(RegoObject document, TemplateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        return TemplateReader.Read(document, options ?? TemplateOptions.Default);
    }

    /// <summary>The <c>apiextensions.k8s.io/v1</c> CustomResourceDefinition of its constraints, owned by the template if that has
    /// a <c>uid</c>.</summary>
    public RegoObject GenerateCrd() => CrdGenerator.Generate(this);

    /// <summary>The same template of a newer document that says the same: its status or version may be another.</summary>
    internal ConstraintTemplate In(RegoObject document) => new()
    {
        Document = document,
        Name = Name,
        Kind = Kind,
        ShortNames = ShortNames,
        Schema = Schema,
        Operations = Operations,
        UsesInventory = UsesInventory,
        Policy = Policy,
        Violations = Violations,
        PrefixParameters = PrefixParameters,
    };
}

using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Matching;
using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Prefixes;
using Bouncer.Constraints.Reading;
using Bouncer.Constraints.Templates;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints;

/// <summary>Reads constraints, and holds them to their template: name and kind first, then the schema, as Gatekeeper's constraint
/// framework does (constraint/pkg/client/crds/validate.go), then what schemas cannot say.</summary>
internal sealed class ConstraintReader
{
    private const string Invalid = "invalid Constraint: ";

    private static readonly string[] Versions = ["v1alpha1", "v1beta1"];

    private readonly ProblemList _problems = [];
    private readonly List<string> _warnings = [];
    private readonly RegoObject _document;
    private readonly ConstraintTemplate _template;
    private readonly ConstraintOptions _options;

    private ConstraintReader(RegoObject document, ConstraintTemplate template, ConstraintOptions options)
    {
        _document = document;
        _template = template;
        _options = options;
    }

    public static ConstraintReading Read(RegoObject document, ConstraintTemplate template, ConstraintOptions options)
    {
        try
        {
            return new ConstraintReader(document, template, options).Read();
        }
        catch (InsufficientExecutionStackException)
        {
            return new ConstraintReading(null, [new ConstraintProblem(ProblemCode.Invalid, Invalid + "it nests too deeply")], []);
        }
    }

    private ConstraintReading Read()
    {
        var name = Name();
        Identity(name);
        var withDefaults = _template.Schema.WithDefaults(_document);
        _template.Schema.Validate(withDefaults, _problems);
        var spec = withDefaults.Object("spec") ?? RegoObject.Empty;
        if (spec.TryGet("parameters", out var value) && value is not RegoObject and not RegoNull)
        {
            _problems.Add(ProblemCode.Conversion, $"spec.parameters must be an object, but is {value.TypeName}", "spec.parameters");
        }

        if (_problems.Count > 0)
        {
            return new ConstraintReading(null, [.. _problems], _warnings);
        }

        var parameters = spec.Object("parameters") ?? RegoObject.Empty;
        var constraint = new Constraint
        {
            Document = _document,
            Template = _template,
            Name = name,
            Parameters = parameters,
            Match = spec.Object("match") is { } match ? MatchCriteria.Read(match, _problems) : MatchCriteria.Any,
            Enforcement = new EnforcementReader(_options.ValidateEnforcementAction, _problems, _warnings).Read(spec),
            ComparesSegments = _options.SegmentSafePrefixes || SegmentSafePrefixes.IsOn(_document),
        };
        if (!constraint.ComparesSegments)
        {
            _warnings.AddRange(PrefixLinter.Lint(_template.PrefixParameters, parameters));
        }

        return new ConstraintReading(_problems.Count == 0 ? constraint : null, [.. _problems], _warnings);
    }

    private string Name()
    {
        var name = _document.Object("metadata")?.Text("name") ?? "";
        if (name.Length == 0)
        {
            _problems.Add(ProblemCode.Invalid, Invalid + "missing metadata.name", "metadata.name");
        }
        else if (!ObjectNames.IsSubdomain(name))
        {
            _problems.Add(
                ProblemCode.Invalid,
                $"{Invalid}invalid name: {Shown.Quoted(name)}: a DNS-1123 subdomain has lower case letters, digits, '-' and '.', and begins and ends with a letter or digit",
                "metadata.name");
        }

        return name;
    }

    private void Identity(string name)
    {
        var kind = ObjectKind.Of(_document.Text("apiVersion"), _document.Text("kind"));
        var shown = Shown.Quoted(name);
        if (kind.Kind != _template.Kind)
        {
            _problems.Add(
                ProblemCode.Invalid, $"{Invalid}wrong kind {Shown.Quoted(kind.Kind)} for constraint {shown}; want {Shown.Quoted(_template.Kind)}", "kind");
        }

        if (kind.Group != Constraint.Group)
        {
            _problems.Add(
                ProblemCode.Invalid,
                $"{Invalid}unsupported group {Shown.Quoted(kind.Group)} for constraint {shown}; allowed group: {Shown.Quoted(Constraint.Group)}",
                "apiVersion");
        }
        else if (!Versions.Contains(kind.Version))
        {
            _problems.Add(
                ProblemCode.Invalid,
                $"{Invalid}unsupported version {Shown.Quoted(kind.Version)} for Constraint {shown}; supported versions: [{string.Join(' ', Versions)}]",
                "apiVersion");
        }
    }
}

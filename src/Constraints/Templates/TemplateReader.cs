using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Reading;
using Bouncer.Constraints.Schemas;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Templates;

/// <summary>
/// Reads templates. Names, targets and their messages are those of Gatekeeper's constraint framework (constraint/pkg/client); unlike
/// it, everything that is wrong is told at once, fields that nobody reads are refused, and the Rego is compiled here, when a template
/// is admitted, and not afterwards.
/// </summary>
internal sealed class TemplateReader
{
    private const string Invalid = "invalid ConstraintTemplate: ";

    private static readonly string[] Versions = ["v1", "v1alpha1", "v1beta1"];

    private readonly ProblemList _problems = [];
    private readonly List<string> _warnings = [];
    private readonly FieldReader _root;
    private readonly TemplateOptions _options;

    private TemplateReader(RegoObject document, TemplateOptions options)
    {
        _root = new FieldReader(document, "", _problems);
        _options = options;
    }

    public static TemplateReading Read(RegoObject document, TemplateOptions options) => new TemplateReader(document, options).Read();

    private TemplateReading Read()
    {
        var version = Version();
        _root.Only(TemplateFields.Unknown, "apiVersion", "kind", "metadata", "spec", "status");
        var name = _root.Object("metadata")?.Text("name") ?? "";
        if (name.Length == 0)
        {
            _problems.Add(ProblemCode.Invalid, Invalid + "metadata.name is missing", "metadata.name");
        }

        var spec = _root.Object("spec");
        spec?.Only(TemplateFields.Unknown, "crd", "targets");
        var crd = spec?.Object("crd");
        crd?.Only(TemplateFields.Unknown, "spec");
        var crdSpec = crd?.Object("spec");
        crdSpec?.Only(TemplateFields.Unknown, "names", "validation");
        var (kind, shortNames) = Names(name, crdSpec?.Object("names"));
        var schema = ParametersReader.Read(crdSpec?.Object("validation"), isLegacyByDefault: version is "v1beta1" or "v1alpha1", _problems, _warnings);
        var target = Target(spec);
        var code = target is null ? null : new CodeReader(target, _warnings).Read();
        var compiled = code is null ? null : TemplateCompiler.Compile(code, _options, _problems);
        var operations = target is null ? [] : Operations(target);
        if (_problems.Count > 0 || compiled is null)
        {
            return new TemplateReading(null, [.. _problems], _warnings);
        }

        var template = new ConstraintTemplate
        {
            Document = _root.Document,
            Name = name,
            Kind = kind,
            ShortNames = shortNames,
            Schema = new ConstraintSchema(schema),
            Operations = operations,
            UsesInventory = compiled.UsesInventory,
            Policy = compiled.Policy,
            Violations = compiled.Violations,
            PrefixParameters = compiled.PrefixParameters,
        };
        return new TemplateReading(template, [], _warnings);
    }

    private string Version()
    {
        var kind = ObjectKind.Of(_root.Document.Text("apiVersion"), _root.Document.Text("kind"));
        if (kind.Group != ConstraintTemplate.Group || kind.Kind != "ConstraintTemplate")
        {
            _problems.Add(ProblemCode.Invalid, $"{Invalid}{Shown.Plain(kind.ToString())} is no ConstraintTemplate of {ConstraintTemplate.Group}", "kind");
        }
        else if (!Versions.Contains(kind.Version))
        {
            _problems.Add(
                ProblemCode.Invalid,
                $"{Invalid}unsupported version {Shown.Quoted(kind.Version)}; supported versions: [{string.Join(' ', Versions)}]",
                "apiVersion");
        }

        return kind.Version;
    }

    private (string Kind, IReadOnlyList<string> ShortNames) Names(string name, FieldReader? names)
    {
        names?.Only(TemplateFields.Unknown, "kind", "shortNames", "listKind", "plural", "singular", "categories");
        foreach (var field in (ReadOnlySpan<string>)["listKind", "plural", "singular", "categories"])
        {
            if (names?.Value(field) is not null)
            {
                _warnings.Add($"{names.PathOf(field)} is ignored: it is made from the kind");
            }
        }

        const string Place = "spec.crd.spec.names.kind";
        var kind = names?.Text("kind") ?? "";
        if (kind.Length == 0)
        {
            _problems.Add(ProblemCode.Invalid, $"{Invalid}ConstraintTemplate {Shown.Quoted(name)} does not specify CRD Kind", Place);
        }
        else if (!ObjectNames.IsKind(kind))
        {
            _problems.Add(
                ProblemCode.Create,
                $"{Invalid}{Place}: Invalid value: {Shown.Quoted(kind)}: must be letters, digits and '-', beginning with a letter, at most 63 of them",
                Place);
        }
        else if (name.Length > 0 && !string.Equals(name, kind.ToLowerInvariant(), StringComparison.Ordinal))
        {
            _problems.Add(
                ProblemCode.Invalid,
                $"{Invalid}the ConstraintTemplate's name {Shown.Quoted(name)} is not equal to the lowercase of CRD's Kind: {Shown.Quoted(kind.ToLowerInvariant())}",
                "metadata.name");
        }

        return (kind, [.. names?.Texts("shortNames")?.Select(n => n.Value) ?? []]);
    }

    private FieldReader? Target(FieldReader? spec)
    {
        if (spec?.Value("targets") is null)
        {
            // If they only stand at the wrong place, that has been said.
            if (!_root.Document.TryGet("targets", out _))
            {
                _problems.Add(ProblemCode.Invalid, Invalid + "field \"targets\" not specified in ConstraintTemplate spec", "spec.targets");
            }

            return null;
        }

        var targets = spec.Objects("targets");
        switch (targets?.Count)
        {
            case null:
                return null;
            case 0:
                _problems.Add(ProblemCode.Invalid, Invalid + "no targets specified: ConstraintTemplate must specify one target", "spec.targets");
                return null;
            case > 1:
                _problems.Add(ProblemCode.Invalid, Invalid + "multi-target templates are not currently supported", "spec.targets");
                return null;
        }

        var target = targets[0];
        target.Only(TemplateFields.Unknown, "target", "rego", "libs", "code", "operations");
        var name = target.Text("target");
        if (string.IsNullOrEmpty(name))
        {
            _problems.Add(ProblemCode.Invalid, Invalid + "target name must not be empty", target.PathOf("target"));
        }
        else if (name != ConstraintTemplate.Target)
        {
            _problems.Add(
                ProblemCode.Invalid,
                $"{Invalid}target {Shown.Quoted(name)} not recognized, known targets [{ConstraintTemplate.Target}]",
                target.PathOf("target"));
        }

        return target;
    }

    private List<string> Operations(FieldReader target)
    {
        var operations = new List<string>();
        foreach (var (operation, path) in target.Texts("operations") ?? [])
        {
            if (operation is "*" or "CREATE" or "UPDATE" or "DELETE" or "CONNECT")
            {
                operations.Add(operation);
            }
            else
            {
                _problems.Add(
                    ProblemCode.Invalid,
                    $"{Invalid}{path}: Unsupported value: {Shown.Quoted(operation)}: supported values: \"*\", \"CONNECT\", \"CREATE\", \"DELETE\", \"UPDATE\"",
                    path);
            }
        }

        return operations;
    }
}

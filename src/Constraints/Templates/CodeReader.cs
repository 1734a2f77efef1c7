using Bouncer.Constraints.Reading;
using Bouncer.Rego;

namespace Bouncer.Constraints.Templates;

/// <summary>
/// Finds the Rego of a target: <c>rego</c> and <c>libs</c>, which count before an entry of <c>code</c> with the engine Rego. Where a
/// target has CEL too (<c>K8sNativeValidation</c>), its Rego is what runs; Gatekeeper prefers the CEL.
/// </summary>
internal sealed class CodeReader(FieldReader target, ICollection<string> warnings)
{
    private const string Rego = "Rego";
    private const string Cel = "K8sNativeValidation";
    private const string Invalid = "invalid ConstraintTemplate: ";

    /// <summary>The Rego; null with problems if there is none that can run.</summary>
    public TemplateCode? Read()
    {
        var before = target.Problems.Count;
        var entries = target.Objects("code") ?? [];
        TemplateCode? ofEntries = null;
        var engines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var engine = Engine(entry, engines);
            if (engine == Rego)
            {
                ofEntries = Source(entry);
            }
        }

        if (target.Text("rego") is { Length: > 0 } legacy)
        {
            if (engines.Contains(Rego))
            {
                warnings.Add($"{target.PathOf("rego")} is what runs; the entry of {target.PathOf("code")} with the engine {Rego} is ignored");
            }

            return new TemplateCode(target.PathOf("rego"), legacy, target.Texts("libs") ?? [], RegoVersion.V0);
        }

        if (ofEntries is null && target.Problems.Count == before)
        {
            AddMissing(engines);
        }

        return ofEntries;
    }

    private string Engine(FieldReader entry, HashSet<string> engines)
    {
        entry.Only(TemplateFields.Unknown, "engine", "source", "generateVAP");
        var engine = entry.Text("engine") ?? "";
        if (engine.Length == 0)
        {
            target.Problems.Add(ProblemCode.Invalid, $"{Invalid}{entry.PathOf("engine")}: Required value", entry.PathOf("engine"));
        }
        else if (!engines.Add(engine))
        {
            target.Problems.Add(ProblemCode.Invalid, $"{Invalid}{entry.Path}: Duplicate value: {Shown.Quoted(engine)}", entry.Path);
        }

        return engine;
    }

    private static TemplateCode? Source(FieldReader entry)
    {
        if (entry.Object("source") is not { } source)
        {
            if (entry.Value("source") is null)
            {
                entry.Problems.Add(ProblemCode.Ingest, "Could not ingest Rego: rego source missing required field: source", entry.PathOf("source"));
            }

            return null;
        }

        source.Only(TemplateFields.Unknown, "rego", "version", "libs");
        var version = source.Text("version");
        if (source.Text("rego") is not { Length: > 0 } rego)
        {
            entry.Problems.Add(ProblemCode.Ingest, "Could not ingest Rego: rego source missing required field: rego", source.PathOf("rego"));
            return null;
        }

        // As in Gatekeeper, whatever is not v1 is v0.
        return new TemplateCode(source.PathOf("rego"), rego, source.Texts("libs") ?? [], version == "v1" ? RegoVersion.V1 : RegoVersion.V0);
    }

    private void AddMissing(HashSet<string> engines)
    {
        if (engines.Count == 0)
        {
            target.Problems.Add(
                ProblemCode.Ingest,
                $"Could not ingest Rego: {target.Path} has no code: write it into {target.PathOf("rego")}, or into {target.PathOf("code")} with the engine {Rego}",
                target.Path);
        }
        else if (engines.Contains(Cel))
        {
            target.Problems.Add(
                ProblemCode.Unsupported,
                $"{target.PathOf("code")} has CEL alone (engine {Cel}), which is not supported yet: add an entry with the engine {Rego}",
                target.PathOf("code"));
        }
        else
        {
            target.Problems.Add(
                ProblemCode.Unsupported,
                $"{target.PathOf("code")} has no engine that is supported: [{Shown.Plain(string.Join(' ', engines.Order(StringComparer.Ordinal)))}]; supported is {Rego}",
                target.PathOf("code"));
        }
    }
}

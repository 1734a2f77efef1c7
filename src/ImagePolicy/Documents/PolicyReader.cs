using Bouncer.ImagePolicy.Documents.Source;
using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Documents;

/// <summary>
/// Reads policy files: YAML, or JSON as a part of it. Everything that is wrong is reported at once, with line, column and
/// path. <c>docs/policy.md</c> describes the format.
/// </summary>
public static class PolicyReader
{
    /// <summary>The largest file that is read, in bytes. A rule takes some hundred.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The deepest nesting that is read. A policy needs six levels.</summary>
    private const int MaxDepth = 32;

    private const string FirstLines = $"a policy starts with apiVersion: {PolicyDocument.ApiVersion} and kind: {PolicyDocument.Kind}";

    /// <summary>Reads one policy. Throws nothing, whatever the bytes.</summary>
    /// <param name="utf8">The content of the file.</param>
    /// <param name="fileName">The file's name, for messages.</param>
    public static PolicyReadResult Read(ReadOnlyMemory<byte> utf8, string fileName)
    {
        var errors = new ErrorList(fileName);
        var document = Read(utf8.Span, errors);
        return new PolicyReadResult(errors.IsEmpty ? document : null, errors.ToList());
    }

    private static PolicyDocument? Read(ReadOnlySpan<byte> utf8, ErrorList errors)
    {
        if (!SourceText.TryDecode(utf8, MaxBytes, out var text, out var decodingError))
        {
            errors.Add(decodingError);
            return null;
        }

        var (documents, error) = YamlTree.Read(text, MaxDepth);
        if (error is not null)
        {
            errors.Add(error);
            return null;
        }

        if (documents.Count == 0 || documents is [ScalarNode { IsNull: true }])
        {
            errors.Add(1, 1, "", $"the file is empty; {FirstLines}");
            return null;
        }

        if (documents.Count > 1)
        {
            errors.Add(documents[1], "", "another document starts here; write one policy a file, with all of its rules");
        }

        return ReadDocument(new Place(documents[0], "", errors));
    }

    private static PolicyDocument? ReadDocument(Place root)
    {
        if (root.Mapping(FieldTable.Document, FirstLines) is not { } fields)
        {
            return null;
        }

        ReadConstant(fields, "apiVersion", PolicyDocument.ApiVersion);
        ReadConstant(fields, "kind", PolicyDocument.Kind);
        var metadata = fields.Required("metadata", "write metadata: and name: NAME below it")
            ?.Mapping(FieldTable.Metadata, "write name: NAME below it");
        var name = metadata?.Required("name", "write name: NAME")?.Text("write a name");
        if (name is not null && Names.SubdomainProblem(name) is { } problem)
        {
            metadata!["name"]?.Report(problem);
        }

        var spec = fields.Required("spec", "write spec: and rules: below it")
            ?.Mapping(FieldTable.Spec, "write rules: below it");
        var rules = spec?["rules"]?.Items("write a list of rules, each with \"- name: NAME\"") ?? [];
        return new PolicyDocument(name ?? "", ReadDefault(spec), RuleReader.ReadAll(rules));
    }

    private static void ReadConstant(Fields fields, string name, string expected)
    {
        var place = fields.Required(name, $"write {name}: {expected}");
        var text = place?.Text($"write {expected}");
        if (text is not null && text != expected)
        {
            place?.Report($"is {Printable.Quoted(text, 80)}; write {expected}");
        }
    }

    private static DefaultAction ReadDefault(Fields? spec)
    {
        const string remedy = "write deny or allow";
        var place = spec?["default"];
        switch (place?.Text(remedy))
        {
            case "deny" or null:
                return DefaultAction.Deny;
            case "allow":
                return DefaultAction.Allow;
            case { } other:
                place?.Report($"is {Printable.Quoted(other, 80)}; {remedy}");
                return DefaultAction.Deny;
        }
    }
}

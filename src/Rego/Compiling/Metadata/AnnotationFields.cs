using System.Collections.Immutable;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;
using YamlDotNet.RepresentationModel;

namespace Bouncer.Rego.Compiling.Metadata;

/// <summary>The fields of a <c># METADATA</c> block, and the object that policies see.</summary>
internal sealed class AnnotationFields(SourceSpan span, YamlMappingNode block)
{
    private string? _problem;

    /// <summary>Whether the block marks an entry point.</summary>
    public bool IsEntrypoint => Text("entrypoint") is "true" or "True" or "TRUE";

    /// <summary>The text of a scalar field; null if it is not there.</summary>
    public string? Text(string name) => (Field(name) as YamlScalarNode)?.Value;

    /// <summary>The object, or what is wrong.</summary>
    public (ObjectTerm? Value, string? Problem) ToObject(string scope)
    {
        var pairs = ImmutableArray.CreateBuilder<ObjectPair>();
        Add(pairs, "scope", scope);
        Add(pairs, "title", Text("title"));
        if (IsEntrypoint)
        {
            pairs.Add(new ObjectPair(String("entrypoint"), new BooleanTerm(span, true)));
        }

        Add(pairs, "description", Text("description"));
        AddAll(pairs, "organizations", node => node is YamlScalarNode { Value: { } name } ? String(name) : Wrong("invalid organization definition"));
        AddAll(pairs, "related_resources", RelatedResource);
        AddAll(pairs, "authors", Author);
        AddAll(pairs, "schemas", Schema);
        if (Field("custom") is YamlMappingNode { Children.Count: > 0 } custom)
        {
            if (YamlTerms.ToTerm(custom, span) is { } term)
            {
                pairs.Add(new ObjectPair(String("custom"), term));
            }
            else
            {
                Wrong("invalid custom annotation: keys must be strings, and there is a limit to its size");
            }
        }

        return _problem is null ? (new ObjectTerm(span, pairs.ToImmutable()), null) : (null, _problem);
    }

    private YamlNode? Field(string name)
    {
        foreach (var (key, value) in block.Children)
        {
            if (key is YamlScalarNode scalar && scalar.Value == name)
            {
                return value;
            }
        }

        return null;
    }

    private StringTerm String(string value) => new(span, value);

    private void Add(ImmutableArray<ObjectPair>.Builder pairs, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            pairs.Add(new ObjectPair(String(name), String(value)));
        }
    }

    private void AddAll(ImmutableArray<ObjectPair>.Builder pairs, string name, Func<YamlNode, Term?> read)
    {
        if (Field(name) is not YamlSequenceNode { Children.Count: > 0 } sequence)
        {
            return;
        }

        var terms = ImmutableArray.CreateBuilder<Term>();
        foreach (var child in sequence.Children)
        {
            if (read(child) is { } term)
            {
                terms.Add(term);
            }
        }

        pairs.Add(new ObjectPair(String(name), new ArrayTerm(span, terms.ToImmutable())));
    }

    private Term? RelatedResource(YamlNode node)
    {
        var pairs = ImmutableArray.CreateBuilder<ObjectPair>();
        switch (node)
        {
            case YamlScalarNode { Value: { Length: > 0 } address }:
                Add(pairs, "ref", address);
                break;
            case YamlMappingNode mapping when Member(mapping, "ref") is { Length: > 0 } address:
                Add(pairs, "ref", address);
                Add(pairs, "description", Member(mapping, "description"));
                break;
            case YamlMappingNode:
                return Wrong("invalid related-resource definition: 'ref' value required in object");
            default:
                return Wrong("invalid related-resource definition: ref URL may not be empty string");
        }

        return new ObjectTerm(span, pairs.ToImmutable());
    }

    // "Name Of Someone <address@example.com>", or an object with name and email.
    private Term? Author(YamlNode node)
    {
        string? name = null;
        string? email = null;
        switch (node)
        {
            case YamlScalarNode { Value: { } text } when text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words:
                if (words[^1].StartsWith('<') && words[^1].EndsWith('>') && words[^1].Length >= 2)
                {
                    email = words[^1][1..^1];
                    words = words[..^1];
                }

                name = string.Join(' ', words);
                break;
            case YamlMappingNode mapping:
                name = Member(mapping, "name");
                email = Member(mapping, "email");
                break;
        }

        if (string.IsNullOrEmpty(name) && string.IsNullOrEmpty(email))
        {
            return Wrong("invalid author definition: 'name' and/or 'email' values required");
        }

        var pairs = ImmutableArray.CreateBuilder<ObjectPair>();
        Add(pairs, "name", name);
        Add(pairs, "email", email);
        return new ObjectTerm(span, pairs.ToImmutable());
    }

    // One entry a schema: the path it describes, and a reference to a schema or the schema itself.
    private Term? Schema(YamlNode node)
    {
        if (node is not YamlMappingNode { Children: { Count: > 0 } children } || children.First() is not { Key: YamlScalarNode { Value: { } path }, Value: var schema })
        {
            return Wrong("invalid schema declaration");
        }

        if (Path(path) is not { } target)
        {
            return Wrong("invalid document reference");
        }

        if (schema is YamlScalarNode { Value: { } name })
        {
            return Path(name) is { Elements: [StringTerm { Value: "schema" }, ..] } reference
                ? new ObjectTerm(span, [new ObjectPair(String("path"), target), new ObjectPair(String("schema"), reference)])
                : Wrong("invalid schema reference");
        }

        return schema is YamlMappingNode && YamlTerms.ToTerm(schema, span) is { } definition
            ? new ObjectTerm(span, [new ObjectPair(String("path"), target), new ObjectPair(String("definition"), definition)])
            : Wrong($"invalid schema declaration for path \"{path}\"");
    }

    private ArrayTerm? Path(string text)
    {
        if (Parser.ParseReference(new SourceText("", text)).Value is not { } reference)
        {
            return null;
        }

        return new ArrayTerm(span, [.. reference.Path.Select(s => s is VarTerm v ? String(v.Name) : s)]);
    }

    private static string? Member(YamlMappingNode mapping, string name)
    {
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode scalar && scalar.Value == name)
            {
                return (value as YamlScalarNode)?.Value?.Trim();
            }
        }

        return null;
    }

    private Term? Wrong(string problem)
    {
        _problem ??= problem;
        return null;
    }
}

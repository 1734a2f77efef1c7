using System.Collections.Frozen;

namespace Bouncer.Rego.Builtins;

/// <summary>All builtins OPA knows, by name.</summary>
internal static class BuiltinTable
{
    /// <summary>The builtins by name.</summary>
    public static FrozenDictionary<string, BuiltinEntry> ByName { get; } = Make();

    /// <summary>The builtins by the operators that stand for them. <c>in</c> has two; it is not here.</summary>
    public static FrozenDictionary<string, BuiltinEntry> ByInfix { get; } = ByName.Values
        .Where(entry => entry.Infix is not null and not "in")
        .ToFrozenDictionary(entry => entry.Infix!, StringComparer.Ordinal);

    /// <summary>Every family's implementations. A new family needs its line here.</summary>
    private static IEnumerable<KeyValuePair<string, BuiltinFunction>> Implementations =>
    [
        .. ComparisonBuiltins.All,
        .. ArithmeticBuiltins.All,
        .. NumberBuiltins.All,
        .. BitBuiltins.All,
        .. AggregateBuiltins.All,
        .. ArrayBuiltins.All,
        .. SetBuiltins.All,
        .. ObjectBuiltins.All,
        .. TypeBuiltins.All,
        .. ParseModule.All,
        .. UnitBuiltins.All,
        .. GraphBuiltins.All,
        .. SemverBuiltins.All,
        .. UuidBuiltins.All,
        .. Strings.StringBuiltins.All,
        .. Strings.CuttingBuiltins.All,
        .. Strings.PrintBuiltins.All,
        .. Encoding.EncodingBuiltins.All,
        .. Encoding.UrlQueryBuiltins.All,
        .. Encoding.JsonBuiltins.All,
        .. Encoding.YamlBuiltins.All,
        .. JsonSchemas.SchemaBuiltins.All,
        .. GraphQl.GraphQlBuiltins.All,
        .. Globs.GlobBuiltins.All,
        .. Regexes.RegexBuiltins.All,
        .. JsonDocuments.JsonDocumentBuiltins.All,
        .. Times.TimeBuiltins.All,
        .. Crypto.HashBuiltins.All,
        .. Crypto.CertificateBuiltins.All,
        .. Net.AwsBuiltins.All,
        .. Net.HostBuiltins.All,
        new("opa.runtime", (context, _) => context.Runtime ?? Values.RegoObject.Empty),
        .. Tokens.TokenBuiltins.All,
        .. Net.CidrBuiltins.All,
    ];

    private static FrozenDictionary<string, BuiltinEntry> Make()
    {
        var functions = Implementations.ToDictionary(StringComparer.Ordinal);
        var entries = new Dictionary<string, BuiltinEntry>(StringComparer.Ordinal);
        foreach (var declaration in BuiltinDeclarations.Families.SelectMany(family => family.Declarations))
        {
            functions.Remove(declaration.Name, out var function);
            var relation = declaration.Name == "walk" ? Walk.Relation : null;
            entries.Add(declaration.Name, new(declaration, function, relation));
        }

        return functions.Count == 0
            ? entries.ToFrozenDictionary(StringComparer.Ordinal)
            : throw new InvalidOperationException($"Implemented but not declared: {string.Join(", ", functions.Keys)}.");
    }
}

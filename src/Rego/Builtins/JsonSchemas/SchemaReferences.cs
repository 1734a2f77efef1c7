using System.Globalization;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.JsonSchemas;

/// <summary>References inside of a schema: <c>#/definitions/name</c>. Nothing is ever fetched.</summary>
internal static class SchemaReferences
{
    /// <exception cref="BuiltinException">There is nothing, or the reference leads out of the schema.</exception>
    public static RegoValue Find(RegoValue root, string reference)
    {
        if (!reference.StartsWith('#'))
        {
            if (root is RegoObject obj && (obj.TryGet("$id", out var id) || obj.TryGet("id", out id)) && id is RegoString own && reference.StartsWith(own.Value.TrimEnd('#'), StringComparison.Ordinal) && own.Value.Length > 1)
            {
                return Find(root, "#" + reference[own.Value.TrimEnd('#').Length..].TrimStart('#'));
            }

            throw new BuiltinException($"remote reference {reference} is not provided here");
        }

        var found = root;
        foreach (var part in reference[1..].Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = found switch
            {
                RegoArray array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < array.Count => array[index],
                RegoObject obj when obj.TryGet(name, out var member) => member,
                _ => throw new BuiltinException($"Object has no key '{name}'"),
            };
        }

        return found;
    }
}

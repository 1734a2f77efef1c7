using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Objects;

/// <summary>Fields of documents that may hold anything: what is missing or of another type reads as absent.</summary>
internal static class DocumentFields
{
    /// <summary>The object in a field; null if there is none.</summary>
    public static RegoObject? Object(this RegoObject document, string field)
        => document.Object(new RegoString(field));

    /// <summary>The object in a field; null if there is none. For names that are looked for in every review.</summary>
    public static RegoObject? Object(this RegoObject document, RegoString field) => document.Lookup(field) as RegoObject;

    /// <summary>The array in a field; null if there is none.</summary>
    public static RegoArray? Array(this RegoObject document, string field)
        => document.TryGet(field, out var value) ? value as RegoArray : null;

    /// <summary>The text in a field; empty if there is none.</summary>
    public static string Text(this RegoObject document, string field)
        => document.Text(new RegoString(field));

    /// <summary>The text in a field; empty if there is none. For names that are looked for in every review.</summary>
    public static string Text(this RegoObject document, RegoString field) => document.Lookup(field) is RegoString text ? text.Value : "";
}

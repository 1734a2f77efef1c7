using Bouncer.Rego.Values;

namespace Bouncer.KubernetesApi;

/// <summary>Reading and making objects of Kubernetes. What is not there, or is something else, reads as empty or null:
/// the API server has checked what it hands out against its schemas, and what it has not checked must not end a loop.</summary>
public static class Documents
{
    /// <summary>The value at a path; null where there is none.</summary>
    public static RegoValue? At(this RegoObject document, params ReadOnlySpan<string> path)
    {
        RegoValue? value = document;
        foreach (var step in path)
        {
            value = value is RegoObject parent && parent.TryGet(step, out var child) ? child : null;
        }

        return value;
    }

    /// <summary>The text at a path; empty where there is none.</summary>
    public static string TextAt(this RegoObject document, params ReadOnlySpan<string> path)
        => document.At(path) is RegoString text ? text.Value : "";

    /// <summary>The list at a path; empty where there is none.</summary>
    public static RegoArray ListAt(this RegoObject document, params ReadOnlySpan<string> path)
        => document.At(path) as RegoArray ?? RegoArray.Empty;

    /// <summary>The whole number at a path; 0 where there is none.</summary>
    public static long NumberAt(this RegoObject document, params ReadOnlySpan<string> path)
        => document.At(path) is RegoNumber number && number.TryGetInt64(out var value) ? value : 0;

    /// <summary>The name; empty where there is none.</summary>
    public static string Name(this RegoObject document) => document.TextAt("metadata", "name");

    /// <summary>The namespace; empty for an object without one.</summary>
    public static string Namespace(this RegoObject document) => document.TextAt("metadata", "namespace");

    /// <summary>The uid; empty where there is none.</summary>
    public static string Uid(this RegoObject document) => document.TextAt("metadata", "uid");

    /// <summary>The state that it is in; empty where there is none.</summary>
    public static string ResourceVersion(this RegoObject document) => document.TextAt("metadata", "resourceVersion");

    /// <summary>The generation of its spec; 0 where there is none.</summary>
    public static long Generation(this RegoObject document) => document.NumberAt("metadata", "generation");

    /// <summary>Whether the object waits to be deleted.</summary>
    public static bool IsBeingDeleted(this RegoObject document) => document.TextAt("metadata", "deletionTimestamp").Length > 0;

    /// <summary>An object of members.</summary>
    public static RegoObject Of(params ReadOnlySpan<(string Name, RegoValue Value)> members)
    {
        var builder = new RegoObject.Builder(members.Length);
        foreach (var (name, value) in members)
        {
            builder.Set(name, value);
        }

        return builder.Build();
    }

    /// <summary>The object with members added or replaced.</summary>
    public static RegoObject With(this RegoObject document, params ReadOnlySpan<(string Name, RegoValue Value)> members)
    {
        var builder = new RegoObject.Builder(document);
        foreach (var (name, value) in members)
        {
            builder.Set(name, value);
        }

        return builder.Build();
    }
}

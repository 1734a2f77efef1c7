using Bouncer.Cli.Cluster;
using Bouncer.Cli.Objects;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Init;

/// <summary>By which objects are known that <c>bouncer init</c> has made: those alone it changes and removes.</summary>
internal static class Ownership
{
    /// <summary>The metadata of an object that we make.</summary>
    public static RegoObject Metadata(string name) => StructuredText.Object(
        ("name", StructuredText.Text(name)),
        ("labels", StructuredText.Object(
            (Names.PartOfLabel, StructuredText.Text(Names.Product)),
            (Names.ManagedByLabel, StructuredText.Text(Names.Product)))));

    /// <summary>Whether we made an object.</summary>
    public static bool IsOurs(this RegoObject document) => document.TextAt("metadata", "labels", Names.ManagedByLabel) == Names.Product;
}

using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>One recorded fact about a resource.</summary>
public interface IResourceAnnotation;

/// <summary>The facts recorded about one resource, in the order in which they were recorded.</summary>
public sealed class ResourceAnnotationCollection : Collection<IResourceAnnotation>;

/// <summary>What recording an annotation does to earlier ones of its type.</summary>
public enum ResourceAnnotationMutationBehavior
{
    /// <summary>They stay.</summary>
    Append = 0,

    /// <summary>They are removed.</summary>
    Replace = 1,
}

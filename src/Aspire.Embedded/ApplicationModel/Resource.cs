namespace Aspire.Hosting.ApplicationModel;

/// <summary>The base of all resources.</summary>
public abstract class Resource : IResource
{
    /// <summary>Creates the resource.</summary>
    /// <param name="name">Starts with an ASCII letter; letters, digits and single hyphens follow; at most 64 characters.</param>
    /// <exception cref="ArgumentException">The name does not follow these rules.</exception>
    protected Resource(string name)
    {
        ResourceName.Check(name);
        Name = name;
    }

    /// <inheritdoc />
    public virtual string Name { get; }

    /// <inheritdoc />
    public virtual ResourceAnnotationCollection Annotations { get; } = [];
}

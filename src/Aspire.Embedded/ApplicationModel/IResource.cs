namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application: a process to run or a value to configure.</summary>
public interface IResource
{
    /// <summary>The name, unique in the application and the prefix of the resource's log lines.</summary>
    string Name { get; }

    /// <summary>What the builder's methods recorded about the resource.</summary>
    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>A resource that takes environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource that takes command line arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that listens on endpoints.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource that can wait for others before it starts.</summary>
public interface IResourceWithWaitSupport : IResource;

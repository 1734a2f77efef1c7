using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>An environment variable of a resource. A later one of the same name wins.</summary>
internal sealed record EnvironmentAnnotation(string Name, IValueProvider Value) : IResourceAnnotation;

/// <summary>Command line arguments of a resource, after those recorded before.</summary>
internal sealed record ArgumentsAnnotation(IReadOnlyList<string> Arguments) : IResourceAnnotation;

/// <summary>A value that is known from the start.</summary>
internal sealed class Constant(string? value) : IValueProvider
{
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new(value);
}

/// <summary>A value that is asked for when it is needed.</summary>
internal sealed class Callback(Func<string> value) : IValueProvider
{
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new(value());
}

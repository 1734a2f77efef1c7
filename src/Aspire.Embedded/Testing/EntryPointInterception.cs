using System.Reflection;

namespace Aspire.Hosting.Testing;

/// <summary>
/// Runs the main program of an AppHost inside a test, and takes its application from it: the program stands still in
/// <c>Build()</c> until the test wants the application, and in <c>Run()</c> until the test has disposed of it.
/// </summary>
internal sealed class EntryPointInterception
{
    private static readonly AsyncLocal<EntryPointInterception?> Ambient = new();

    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = NewSource<DistributedApplicationBuilder>();
    private readonly TaskCompletionSource _build = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _application = NewSource<DistributedApplication>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EntryPointInterception(Assembly assembly) => Assembly = assembly;

    /// <summary>The interception that the calling code runs under, if any.</summary>
    public static EntryPointInterception? Current => Ambient.Value;

    /// <summary>The AppHost.</summary>
    public Assembly Assembly { get; }

    /// <summary>Runs the main program, on a thread of its own, up to where it builds its application.</summary>
    /// <exception cref="InvalidOperationException">The assembly has no main program, or that ended without building an application.</exception>
    public static async Task<(EntryPointInterception Interception, DistributedApplicationBuilder Builder)> StartAsync(
        Assembly assembly, string[] args, CancellationToken cancellationToken)
    {
        var main = assembly.EntryPoint
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no main program. Name a type of the AppHost's assembly.");

        var interception = new EntryPointInterception(assembly);
        new Thread(() => interception.RunMain(main, args)) { IsBackground = true, Name = "AppHost" }.Start();
        return (interception, await interception._builder.Task.WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Lets the main program build its application.</summary>
    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _build.TrySetResult();
        return _application.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The test is over: an application that was built is disposed of, a main program that still waits to build ends.</summary>
    public async ValueTask AbandonAsync()
    {
        _build.TrySetException(new AbandonedException());
        if (_application.Task.IsCompletedSuccessfully)
        {
            await (await _application.Task.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Called by the builder, on the main program's thread.</summary>
    public void WaitForBuild(DistributedApplicationBuilder builder)
    {
        _builder.TrySetResult(builder);
        _build.Task.GetAwaiter().GetResult();
    }

    /// <summary>Called by the builder, on the main program's thread.</summary>
    public void Built(DistributedApplication application) => _application.TrySetResult(application);

    /// <summary>Called by the application in place of running: the test starts and stops it.</summary>
    public Task WaitForDisposeAsync(CancellationToken cancellationToken) => _disposed.Task.WaitAsync(cancellationToken);

    /// <summary>Called by the application.</summary>
    public void Disposed() => _disposed.TrySetResult();

    private void RunMain(MethodInfo main, string[] args)
    {
        Ambient.Value = this;
        try
        {
            object?[] parameters = main.GetParameters().Length == 0 ? [] : [args];
            main.Invoke(obj: null, BindingFlags.DoNotWrapExceptions, binder: null, parameters, culture: null);
            Fail(new InvalidOperationException($"The main program of {Assembly.GetName().Name} ended without building an application."));
        }
        catch (Exception e)
        {
            Fail(e); // Reported to the test; where that has its application already, there is nobody left to tell.
        }
    }

    private void Fail(Exception exception)
    {
        _builder.TrySetException(exception);
        _application.TrySetException(exception);
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class AbandonedException() : Exception("The test ended before it built the application.");
}

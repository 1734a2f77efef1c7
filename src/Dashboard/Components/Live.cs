using Bouncer.Dashboard.Queries;
using Microsoft.AspNetCore.Components;

namespace Bouncer.Dashboard.Components;

/// <summary>A component that shows what has been received, and goes on showing it as more comes.</summary>
public abstract class Live : ComponentBase, IDisposable
{
    /// <summary>Faster than that nobody reads.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();

    /// <summary>What there is to show.</summary>
    [Inject]
    protected IDashboardQueries Queries { get; set; } = null!;

    /// <summary>The clock.</summary>
    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    /// <summary>Cancelled when the component is gone.</summary>
    protected CancellationToken Gone => _end.Token;

    /// <summary>Reads what is to be shown. Called with new parameters, and when something has been received.</summary>
    protected abstract void Load();

    /// <summary>Something has been received.</summary>
    protected virtual Task OnReceivedAsync()
    {
        Load();
        StateHasChanged();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => Load();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            // Not when a page is rendered for its first paint: then nobody is there to follow.
            _ = FollowAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the following.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _end.Cancel();
            _end.Dispose();
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            await foreach (var change in Queries.ChangesAsync(s_pause, _end.Token))
            {
                await InvokeAsync(OnReceivedAsync);
            }
        }
        catch (ObjectDisposedException)
        {
            // The page was left meanwhile.
        }
        catch (Exception e) when (!_end.IsCancellationRequested)
        {
            await DispatchExceptionAsync(e);
        }
    }
}

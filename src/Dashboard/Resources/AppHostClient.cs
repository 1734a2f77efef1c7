using System.Net;
using System.Net.Http.Headers;
using Bouncer.Dashboard.Options;

namespace Bouncer.Dashboard.Resources;

/// <summary>Asks the AppHost that started this dashboard about its resources.</summary>
/// <remarks>It is on this machine and answers at once or not at all; what it does not answer is told as text.</remarks>
internal sealed class AppHostClient : IDisposable
{
    /// <summary>For a stop, which waits until the process has drained: 10 seconds, and a bit.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient? _client;

    public AppHostClient(DashboardOptions options)
    {
        if (options.Resources is { } endpoint)
        {
            _client = new HttpClient { BaseAddress = endpoint, Timeout = s_patience };
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ResourcesToken);
        }
    }

    /// <summary>Whether an AppHost has started this dashboard.</summary>
    public bool IsThere => _client is not null;

    /// <summary>The resources; null if the AppHost does not answer, or there is none.</summary>
    public Task<IReadOnlyList<ResourceState>?> ResourcesAsync(CancellationToken cancellationToken)
        => AskAsync<ResourceState>("/resources", cancellationToken);

    /// <summary>The latest lines of a resource's console; null if the AppHost does not know it, or does not answer.</summary>
    /// <param name="name">The resource.</param>
    /// <param name="after">Only lines after this one; 0 for all that are kept.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public Task<IReadOnlyList<ConsoleLine>?> ConsoleAsync(string name, int after, CancellationToken cancellationToken)
        => AskAsync<ConsoleLine>($"/resources/{Uri.EscapeDataString(name)}/console?after={after}", cancellationToken);

    /// <summary>Has the AppHost start, stop or restart a resource.</summary>
    /// <returns>Null if it has; else why not.</returns>
    public async Task<string?> ExecuteAsync(string name, string command, CancellationToken cancellationToken)
    {
        if (_client is null)
        {
            return "No AppHost has started this dashboard.";
        }

        try
        {
            using var response = await _client.PostAsync($"/resources/{Uri.EscapeDataString(name)}/{Uri.EscapeDataString(command)}", null, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.NoContent => null,
                HttpStatusCode.Conflict => await response.Content.ReadAsStringAsync(cancellationToken),
                var other => $"The AppHost answered {(int)other}.",
            };
        }
        catch (HttpRequestException e)
        {
            return $"The AppHost did not answer: {e.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"The AppHost did not answer within {s_patience.TotalSeconds:0} s.";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client?.Dispose();

    private async Task<IReadOnlyList<T>?> AskAsync<T>(string path, CancellationToken cancellationToken)
    {
        if (_client is null)
        {
            return null;
        }

        try
        {
            using var response = await _client.GetAsync(path, cancellationToken);
            return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<List<T>>(cancellationToken) : null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}

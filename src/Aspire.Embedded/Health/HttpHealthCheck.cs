using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Health;

/// <summary>The resource is healthy while a GET of this path answers with this status.</summary>
internal sealed record HttpHealthCheck(EndpointReference Endpoint, string Path, int StatusCode) : IResourceAnnotation
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Asks once.</summary>
    /// <returns>Null if healthy, otherwise what is wrong, as the end of a sentence.</returns>
    public async Task<string?> FindProblemAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var url = new Uri(new Uri(Endpoint.Url), Path);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        try
        {
            using var response = await client.GetAsync(url, deadline.Token).ConfigureAwait(false);
            return (int)response.StatusCode == StatusCode ? null : $"{url} answered {(int)response.StatusCode} and not {StatusCode}";
        }
        catch (HttpRequestException e)
        {
            return $"{url} did not answer: {e.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{url} did not answer within {Timeout.TotalSeconds:0} s";
        }
    }
}

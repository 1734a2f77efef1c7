using System.Runtime.CompilerServices;
using System.Text.Json;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.KubernetesApi;

/// <summary>
/// The API server, with objects as they are on the wire. Any kind can be read and written without a type for it. Every
/// failure is an <see cref="ApiException"/>, also one of the connection. Safe for use by several threads.
/// </summary>
public sealed class ApiClient(ApiConnection connection, TimeProvider time)
{
    private readonly ApiRequests _requests = new(connection, time);

    /// <summary>The address of the API server.</summary>
    public Uri Server => connection.Server;

    /// <summary>An object.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="namespace">Its namespace; empty for an object without one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RegoObject> GetAsync(ApiResource resource, string @namespace, string name, CancellationToken cancellationToken)
        => AskAsync(HttpMethod.Get, resource.Path(@namespace, name), null, cancellationToken);

    /// <summary>An object, or null if it does not exist.</summary>
    public async Task<RegoObject?> FindAsync(ApiResource resource, string @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(resource, @namespace, name, cancellationToken);
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Any document of the API server, such as <c>version</c> or <c>apis</c>.</summary>
    public Task<RegoObject> GetAsync(string path, CancellationToken cancellationToken)
        => AskAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>The objects of a kind, page by page; there is always one page at least.</summary>
    /// <exception cref="ApiException">The list failed; <see cref="ApiException.IsGone"/> if it took so long that its state is
    /// no longer there.</exception>
    public async IAsyncEnumerable<ListPage> ListAsync(
        ApiResource resource, ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = "";
        do
        {
            var page = await PageAsync(resource, options, next, cancellationToken);
            yield return page;
            next = page.Continue;
        }
        while (next.Length > 0);
    }

    /// <summary>Begins to watch what happens to the objects of a kind.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="options">Which of its objects.</param>
    /// <param name="resourceVersion">After which state: that of a list, or of the last event.</param>
    /// <param name="duration">When the API server shall end it. A connection that lasts much longer counts as dead.</param>
    /// <param name="cancellationToken">Gives up, now or while it is read.</param>
    /// <exception cref="ApiException">It failed: <see cref="ApiException.IsGone"/> if the state is too old.</exception>
    public Task<ObjectWatch> WatchAsync(
        ApiResource resource, ListOptions options, string resourceVersion, TimeSpan duration, CancellationToken cancellationToken)
    {
        var query = $"watch=true&allowWatchBookmarks=true&timeoutSeconds={Math.Ceiling(duration.TotalSeconds):0}&resourceVersion={Uri.EscapeDataString(resourceVersion)}{Selectors(options)}";
        return ObjectWatch.OpenAsync(_requests, $"{resource.Path(options.Namespace)}?{query}", time, duration, cancellationToken);
    }

    /// <summary>Creates an object and gives it as it was stored.</summary>
    /// <exception cref="ApiException"><see cref="ApiException.IsAlreadyExists"/> if it is there.</exception>
    public Task<RegoObject> CreateAsync(ApiResource resource, string @namespace, RegoObject document, CancellationToken cancellationToken)
        => AskAsync(HttpMethod.Post, resource.Path(@namespace), new(document), cancellationToken);

    /// <summary>Replaces an object. With a resourceVersion in the document, only if that is its state still.</summary>
    /// <exception cref="ApiException"><see cref="ApiException.IsConflict"/> if another writer was faster.</exception>
    public Task<RegoObject> UpdateAsync(
        ApiResource resource, string @namespace, RegoObject document, CancellationToken cancellationToken, string subresource = "")
        => AskAsync(HttpMethod.Put, resource.Path(@namespace, document.Name(), subresource), new(document), cancellationToken);

    /// <summary>Changes an object by a merge patch: members replace, null removes, lists are replaced as a whole. With a
    /// resourceVersion in the patch's metadata, only if that is the object's state still.</summary>
    /// <exception cref="ApiException"><see cref="ApiException.IsConflict"/> if another writer was faster.</exception>
    public Task<RegoObject> PatchAsync(
        ApiResource resource, string @namespace, string name, RegoObject patch, CancellationToken cancellationToken, string subresource = "")
        => AskAsync(HttpMethod.Patch, resource.Path(@namespace, name, subresource), new(patch, "application/merge-patch+json"), cancellationToken);

    /// <summary>Deletes an object; gives false if it did not exist.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="namespace">Its namespace; empty for an object without one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="uid">Its uid, so that a new object of that name is not deleted; empty for whatever has that name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> DeleteAsync(ApiResource resource, string @namespace, string name, string uid, CancellationToken cancellationToken)
    {
        var body = uid.Length == 0 ? default(ApiRequests.Body?) : new(Documents.Of(("preconditions", Documents.Of(("uid", new RegoString(uid))))));
        try
        {
            await _requests.AskAsync(HttpMethod.Delete, resource.Path(@namespace, name), body, cancellationToken);
            return true;
        }
        catch (ApiException e) when (e.IsNotFound || (e.IsConflict && uid.Length > 0))
        {
            return false;
        }
    }

    private async Task<ListPage> PageAsync(ApiResource resource, ListOptions options, string next, CancellationToken cancellationToken)
    {
        while (true)
        {
            var query = $"limit={options.PageSize}{(next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : "")}{Selectors(options)}";
            try
            {
                return await _requests.AskAsync(
                    HttpMethod.Get,
                    $"{resource.Path(options.Namespace)}?{query}",
                    null,
                    static (content, cancellation) => PooledAnswer.ReadAsync(content, ListPage.Read, cancellation),
                    cancellationToken);
            }
            catch (ApiException e) when (options.GoOnWhenExpired && e.IsGone && e.ContinueToken is { } newer)
            {
                next = newer;
            }
            catch (JsonException e)
            {
                throw new ApiException($"GET /{resource.Path(options.Namespace)}: {e.Message}", null, "Unreadable", e);
            }
        }
    }

    private async Task<RegoObject> AskAsync(HttpMethod method, string path, ApiRequests.Body? body, CancellationToken cancellationToken)
    {
        var answer = await _requests.AskAsync(method, path, body, cancellationToken);
        try
        {
            return RegoJson.Parse(answer) as RegoObject ?? throw new JsonException("the answer is no object");
        }
        catch (Exception e) when (e is JsonException or ValueTooDeepException)
        {
            throw new ApiException($"{method} /{path}: {e.Message}", null, "Unreadable", e);
        }
    }

    private static string Selectors(ListOptions options)
        => (options.LabelSelector.Length > 0 ? $"&labelSelector={Uri.EscapeDataString(options.LabelSelector)}" : "")
            + (options.FieldSelector.Length > 0 ? $"&fieldSelector={Uri.EscapeDataString(options.FieldSelector)}" : "");
}

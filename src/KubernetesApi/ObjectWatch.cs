using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.KubernetesApi;

/// <summary>A watch that is open: one JSON text a line.</summary>
public sealed class ObjectWatch : IAsyncDisposable
{
    /// <summary>The longest line; an object of etcd has 1.5 MiB at most unless it was told otherwise.</summary>
    private const int LongestLine = 64 << 20;

    /// <summary>How much longer than it was asked for a watch may last before its connection counts as dead.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);

    private readonly string _path;
    private readonly TimeSpan _patience;
    private readonly CancellationToken _givenUp;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _both;
    private HttpResponseMessage? _answer;
    private PipeReader? _lines;

    private ObjectWatch(string path, TimeProvider time, TimeSpan patience, CancellationToken cancellationToken)
    {
        _path = path;
        _patience = patience;
        _givenUp = cancellationToken;
        _limit = new(patience, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _limit.Token);
    }

    /// <summary>Opens a watch.</summary>
    /// <exception cref="ApiException">The API server refused, or is not to be reached.</exception>
    internal static async Task<ObjectWatch> OpenAsync(
        ApiRequests requests, string path, TimeProvider time, TimeSpan duration, CancellationToken cancellationToken)
    {
        var watch = new ObjectWatch(path, time, duration + s_grace, cancellationToken);
        try
        {
            watch._answer = await requests.SendAsync(HttpMethod.Get, path, null, watch._both.Token);
            watch._lines = PipeReader.Create(await watch._answer.Content.ReadAsStreamAsync(watch._both.Token));
            return watch;
        }
        catch (Exception e)
        {
            await watch.DisposeAsync();
            if (ApiRequests.IsOfConnection(e, cancellationToken))
            {
                throw ApiRequests.Unreachable(HttpMethod.Get, path, e, watch._patience);
            }

            throw;
        }
    }

    /// <summary>The next event; null at the end, to which half a line belongs.</summary>
    /// <exception cref="ApiException">The connection failed, or the API server ended the watch with an error:
    /// <see cref="ApiException.IsGone"/> if the state is too old.</exception>
    /// <exception cref="JsonException">An event cannot be read, and so what it told is not known.</exception>
    public async Task<WatchEvent?> ReadAsync()
    {
        try
        {
            while (true)
            {
                var read = await _lines!.ReadAsync(_both.Token);
                if (read.Buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = read.Buffer.Slice(0, end).ToArray();
                    _lines.AdvanceTo(read.Buffer.GetPosition(1, end));
                    if (line.AsSpan().Trim(" \r"u8).IsEmpty)
                    {
                        continue;
                    }

                    return Read(line);
                }

                if (read.IsCompleted)
                {
                    return null;
                }

                if (read.Buffer.Length > LongestLine)
                {
                    throw new JsonException($"an event is longer than {LongestLine} bytes");
                }

                _lines.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (Exception e) when (ApiRequests.IsOfConnection(e, _givenUp))
        {
            throw ApiRequests.Unreachable(HttpMethod.Get, _path, e, _patience);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_lines is not null)
        {
            await _lines.CompleteAsync();
        }

        _answer?.Dispose();
        _both.Dispose();
        _limit.Dispose();
    }

    private WatchEvent Read(byte[] line)
    {
        RegoValue read;
        try
        {
            read = RegoJson.Parse(line);
        }
        catch (ValueTooDeepException e)
        {
            throw new JsonException(e.Message, e);
        }

        if (read is not RegoObject told || told.At("object") is not RegoObject document)
        {
            throw new JsonException("an event has no object");
        }

        return told.TextAt("type") switch
        {
            "ADDED" => new(WatchEventKind.Added, document),
            "MODIFIED" => new(WatchEventKind.Modified, document),
            "DELETED" => new(WatchEventKind.Deleted, document),
            "BOOKMARK" => new(WatchEventKind.Bookmark, document),
            "ERROR" => throw ApiRequests.Of($"GET /{_path.Split('?')[0]}", null, document),
            var type => throw new JsonException($"an event has the type \"{type}\""),
        };
    }
}

using System.Threading.Channels;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster.Support;

/// <summary>What a reflector has told, as words.</summary>
internal sealed class EventLog : IObjectEvents
{
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

    public void Changed(RegoObject document) => Tell("changed", document);

    public void Removed(RegoObject document) => Tell("removed", document);

    public void Listed() => _told.Writer.TryWrite("listed");

    public void Forbidden() => _told.Writer.TryWrite("forbidden");

    /// <summary>The next words, in the order in which they were told.</summary>
    public async Task<string> NextAsync(int count = 1)
    {
        var words = new List<string>();
        while (words.Count < count)
        {
            words.Add(await _told.Reader.ReadAsync(TestContext.Current.CancellationToken));
        }

        return string.Join(", ", words);
    }

    private void Tell(string what, RegoObject document) => _told.Writer.TryWrite($"{what} {document.Name()}@{document.ResourceVersion()}");
}

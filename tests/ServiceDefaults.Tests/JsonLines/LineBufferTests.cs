using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Bouncer.ServiceDefaults.JsonLines;
using Bouncer.TestSupport;

namespace Bouncer.ServiceDefaults.Tests.JsonLines;

/// <summary>Lines on their way.</summary>
public class LineBufferTests
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LinesOfManyThreads_AreWrittenWhole_EachThreadsInItsOrder()
    {
        using var stream = new MemoryStream();
        using (var lines = new LineBuffer(stream))
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
                () =>
                {
                    for (var i = 0; i < 5_000; i++)
                    {
                        lines.Add(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{thread} {i}\n")));
                    }
                },
                Deadline)));
        }

        var written = Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ').Select(int.Parse).ToArray());
        Assert.All(written.GroupBy(line => line[0], line => line[1]), lines => Assert.Equal(Enumerable.Range(0, 5_000), lines));
    }

    [Fact]
    public async Task Line_IsWrittenWithoutAnother()
    {
        using var stream = new SlowStream();
        using var lines = new LineBuffer(stream);

        lines.Add("one\n"u8);

        await Eventually.HoldsAsync(() => Task.FromResult(stream.Written.Count == 1), "the line is written", Deadline);
    }

    [Fact]
    public async Task WhoeverLogs_WaitsForAReaderThatIsStuck_OnlyWhenTheBufferIsFull()
    {
        using var stream = new SlowStream { IsStuck = true };
        using var lines = new LineBuffer(stream);
        var line = new byte[LineBuffer.Limit / 8];

        lines.Add(line);
        await Eventually.HoldsAsync(() => Task.FromResult(stream.IsWriting), "the first line is being written", Deadline);
        for (var i = 0; i < 8; i++)
        {
            lines.Add(line); // None of these waits.
        }

        var more = Task.Run(() => lines.Add(line), Deadline);
        Assert.False(more.IsCompleted);
        stream.IsStuck = false;
        await more;
    }

    [Fact]
    public void LineLongerThanTheBuffer_IsWritten()
    {
        using var stream = new MemoryStream();
        using (var lines = new LineBuffer(stream))
        {
            lines.Add(new byte[LineBuffer.Limit + 1]);
        }

        Assert.Equal(LineBuffer.Limit + 1, stream.ToArray().Length);
    }

    [Fact]
    public void ReaderThatIsGone_IsNoError()
    {
        using var stream = new SlowStream { IsBroken = true };
        using var lines = new LineBuffer(stream);

        lines.Add("one\n"u8);
        lines.Dispose();

        lines.Add("after the end\n"u8);
        Assert.Empty(stream.Written);
    }

    /// <summary>A stream whose reader may be stuck or gone.</summary>
    private sealed class SlowStream : MemoryStream
    {
        private readonly ManualResetEventSlim _goOn = new(true);

        public bool IsBroken { get; init; }

        public bool IsStuck
        {
            get => !_goOn.IsSet;
            set
            {
                if (value)
                {
                    _goOn.Reset();
                }
                else
                {
                    _goOn.Set();
                }
            }
        }

        public bool IsWriting { get; private set; }

        public ConcurrentQueue<int> Written { get; } = [];

        public override void Write(byte[] buffer, int offset, int count)
        {
            IsWriting = true;
            _goOn.Wait(Deadline);
            if (IsBroken)
            {
                throw new IOException("Broken pipe");
            }

            Written.Enqueue(count);
        }

        protected override void Dispose(bool disposing)
        {
            _goOn.Set();
            base.Dispose(disposing);
        }
    }
}

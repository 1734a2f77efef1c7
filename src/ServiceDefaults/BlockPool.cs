using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Bouncer.ServiceDefaults;

/// <summary>
/// What Kestrel reads into and writes from: blocks four times as large as its own, so that the review of an ordinary Pod arrives in
/// one piece and not in two or three, each with a call of the system, a wake-up and a pass through TLS of its own.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    /// <summary>The length of a block, in bytes: a TLS record has 16 KiB at most.</summary>
    public const int BlockBytes = 16 * 1024;

    /// <summary>How many blocks are kept that nobody needs; 2 MiB.</summary>
    public const int MaxKept = 128;

    private readonly ConcurrentQueue<Block> _free = new();
    private bool _isDisposed;

    /// <inheritdoc/>
    public override int MaxBufferSize => BlockBytes;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        return _free.TryDequeue(out var block) ? block : new Block(this);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        _free.Clear();
    }

    private void Return(Block block)
    {
        if (!_isDisposed && _free.Count < MaxKept)
        {
            _free.Enqueue(block);
        }
    }

    /// <summary>A block. Pinned from the beginning, since the system reads into it again and again.</summary>
    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true), 0, BlockBytes);

        /// <summary>Gives the block back. Once: whoever rents from a pool keeps to that.</summary>
        public void Dispose() => pool.Return(this);
    }
}

/// <summary>Makes Kestrel's pools.</summary>
internal sealed class BlockPoolFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool();
}

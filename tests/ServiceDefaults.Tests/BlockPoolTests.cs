using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Bouncer.ServiceDefaults.Tests;

public sealed class BlockPoolTests : IDisposable
{
    private readonly BlockPool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(BlockPool.BlockBytes)]
    public void Rent_GivesAWholeBlock(int atLeast)
    {
        using var block = _pool.Rent(atLeast);

        Assert.Equal(BlockPool.BlockBytes, block.Memory.Length);
    }

    [Fact]
    public void Rent_OfMoreThanABlock_IsRefused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => _pool.Rent(BlockPool.BlockBytes + 1));

    [Fact]
    public void BlocksInUse_AreDifferent_AndComeBackWhenTheyAreFree()
    {
        var first = _pool.Rent();
        var second = _pool.Rent();
        Assert.NotSame(first, second);

        first.Dispose();

        Assert.Same(first, _pool.Rent());
    }

    [Fact]
    public void OfManyFreeBlocks_OnlySoManyAreKept()
    {
        var blocks = Rent(BlockPool.MaxKept + 10);
        Array.ForEach(blocks, block => block.Dispose());

        Assert.Equal(BlockPool.MaxKept, Rent(blocks.Length).Intersect(blocks).Count());
    }

    [Fact]
    public void BlockThatComesBackLate_IsNotKept()
    {
        var late = _pool.Rent();
        _pool.Dispose();

        late.Dispose();

        Assert.NotSame(late, _pool.Rent());
    }

    [Fact]
    public async Task Services_ReadIntoSuchBlocks()
    {
        var builder = ServiceHost.CreateBuilder(new ServiceIdentity("service", "1.0.0"));
        builder.AddServer(IPAddress.Loopback, port: 0, managementPort: 0, (_, _) => { });
        await using var app = builder.Build();

        using var pool = app.Services.GetRequiredService<IMemoryPoolFactory<byte>>().Create();

        Assert.IsType<BlockPool>(pool);
    }

    private IMemoryOwner<byte>[] Rent(int count) => [.. Enumerable.Range(0, count).Select(_ => _pool.Rent())];
}

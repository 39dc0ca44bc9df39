using System.Reflection;
using System.Reflection.Emit;

namespace Vernier.Tests.Runtime;

/// <summary>Each runtime metric changes when the measured event occurs.</summary>
[Collection(UndisturbedTests.Name)]
public class RuntimeFiguresTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly MetricRegistry _registry = new MetricRegistry().AddRuntimeMetrics();

    private double this[string series] => Samples.Of(_registry)[series];

    [Fact]
    public void Exceptions_ThrownByManyThreads_CountsEachOnce()
    {
        // A second registry must not add a second handler.
        new MetricRegistry().AddRuntimeMetrics();
        var before = this["dotnet_exceptions_total"];
        for (var i = 0; i < 1000; i++)
        {
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
                // Exceptions are counted when they are thrown.
            }
        }

        (this["dotnet_exceptions_total"] - before).ShouldBeInRange(1000, 1500);
    }

    [Fact]
    public void Jit_CompiledMethod_Grows()
    {
        var before = Samples.Of(_registry);
        var method = new DynamicMethod("compiled", typeof(int), []);
        var il = method.GetILGenerator();
        for (var i = 0; i < 1000; i++)
            il.Emit(OpCodes.Nop);
        il.Emit(OpCodes.Ldc_I4, 7);
        il.Emit(OpCodes.Ret);
        method.CreateDelegate<Func<int>>()().ShouldBe(7);
        var after = Samples.Of(_registry);

        (after["dotnet_jit_compiled_methods_total"] - before["dotnet_jit_compiled_methods_total"]).ShouldBeGreaterThanOrEqualTo(1);
        (after["dotnet_jit_compiled_il_size_bytes_total"] - before["dotnet_jit_compiled_il_size_bytes_total"]).ShouldBeGreaterThanOrEqualTo(1000);
        after["dotnet_jit_compilation_time_seconds_total"].ShouldBeGreaterThan(before["dotnet_jit_compilation_time_seconds_total"]);
        after["dotnet_jit_compilation_time_seconds_total"].ShouldBeLessThanOrEqualTo(System.Runtime.JitInfo.GetCompilationTime().TotalSeconds);
    }

    [Fact]
    public void LockContentions_WaitingThread_Grows()
    {
        object gate = new();
        var before = this["dotnet_monitor_lock_contentions_total"];
        var waiting = new Thread(() =>
        {
            lock (gate)
            {
                // The work item only has to be reached.
            }
        });
        lock (gate)
        {
            waiting.Start();
            SpinWait.SpinUntil(() => waiting.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Deadline).ShouldBeTrue();
        }
        waiting.Join();

        (this["dotnet_monitor_lock_contentions_total"] - before).ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public void ThreadPool_QueuedWork_IsExposed()
    {
        const int Items = 300;
        var before = this["dotnet_thread_pool_work_items_total"];
        using var go = new ManualResetEventSlim();
        using var done = new CountdownEvent(Items);
        for (var i = 0; i < Items; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                go.Wait();
                done.Signal();
            }, null);
        }
        var during = Samples.Of(_registry);
        go.Set();
        done.Wait(Deadline).ShouldBeTrue();

        // The test platform queues a few work items, too.
        during["dotnet_thread_pool_queue_length"].ShouldBeInRange(Items / 2, Items * 1.5);
        during["dotnet_thread_pool_threads"].ShouldBeInRange(1, Items);
        SpinWait.SpinUntil(() => this["dotnet_thread_pool_work_items_total"] >= before + Items, Deadline).ShouldBeTrue();
        SpinWait.SpinUntil(() => this["dotnet_thread_pool_queue_length"] < during["dotnet_thread_pool_queue_length"], Deadline).ShouldBeTrue();
    }

    [Fact]
    public void Timers_ActiveTimers_AreCountedUntilDisposed()
    {
        var before = this["dotnet_timers"];
        Timer[] timers = [.. Enumerable.Range(0, 100).Select(_ => new Timer(_ => { }, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan))];
        var during = this["dotnet_timers"];
        foreach (var timer in timers)
            timer.Dispose();
        var after = this["dotnet_timers"];

        (during - before).ShouldBeInRange(90, 110);
        (during - after).ShouldBeInRange(90, 110);
    }

    [Fact]
    public void Assemblies_NewAssembly_IsCounted()
    {
        var before = this["dotnet_assemblies"];
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Made"), AssemblyBuilderAccess.Run);
        var after = this["dotnet_assemblies"];
        GC.KeepAlive(assembly);

        (after - before).ShouldBeGreaterThanOrEqualTo(1);
        after.ShouldBeLessThanOrEqualTo(AppDomain.CurrentDomain.GetAssemblies().Length);
    }
}

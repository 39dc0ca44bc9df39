namespace Vernier.Architecture.Tests.Samples;

/// <summary>Uses each type in <see cref="Targets"/>. It is analyzed, not executed.</summary>
[Targets.OnType]
internal sealed class Source<T> : Targets.Base, Targets.IInterface
    where T : Targets.IConstraint
{
    public Targets.InField? Field = null;

    public List<Targets.InPropertyTypeArgument>? Property { get; init; }

    public Targets.InReturnArray[]? Signature<TMethod>(in Targets.InParameter parameter, [Targets.OnParameter] TMethod other)
        where TMethod : Targets.IMethodConstraint => null;

    public static object?[] Body(object value)
    {
        // In a loop, because an optimized build would otherwise keep the value on the stack, where it has no type.
        for (Targets.InLocal? local = null; value is not null && local is null; local = null)
            Console.WriteLine(local);
        return [new Targets.Constructed(), Targets.Called.Method(), Targets.FieldRead.Field, typeof(Targets.InTypeOf), value as Targets.InCast];
    }

    public static object? Generic() => Array.Empty<Targets.InMethodTypeArgument>().Length + Targets.OfGenericCalled<int>.Method();

    public static object? Catch()
    {
        try
        {
            return Console.ReadLine();
        }
        catch (Targets.CaughtException)
        {
            return null;
        }
    }

    public static Func<object?> Closure(int number) => () => number > 0 ? Targets.CalledInClosure.Method() : null;

    public static async Task<object?> Async()
    {
        await Task.Yield();
        return Targets.CalledInAsync.Method();
    }

    public static object? Switch(int number)
    {
        switch (number)
        {
            case 0: return 1L;
            case 1: return 1.5;
            case 2: return 2.5f;
            case 3: return "text";
            default: return Targets.CalledAfterSwitch.Method();
        }
    }
}

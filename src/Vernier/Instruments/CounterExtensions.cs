namespace Vernier;

/// <summary>Counts the exceptions of a piece of code. Exceptions always propagate to the caller.</summary>
public static class CounterExtensions
{
    /// <summary>Runs an action and counts the exception if it throws one.</summary>
    /// <param name="counter">The counter to increment.</param>
    /// <param name="work">The code to run.</param>
    /// <param name="when">Selects the exceptions to count; null for all.</param>
    public static void CountExceptions(this Counter counter, Action work, Func<Exception, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(counter);
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            work();
        }
        catch (Exception exception) when (Count(counter, exception, when))
        {
            throw; // Unreachable: the filter returns false.
        }
    }

    /// <summary>Runs a function, returns its result, and counts the exception if it throws one.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="counter">The counter to increment.</param>
    /// <param name="work">The code to run.</param>
    /// <param name="when">Selects the exceptions to count; null for all.</param>
    public static T CountExceptions<T>(this Counter counter, Func<T> work, Func<Exception, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(counter);
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return work();
        }
        catch (Exception exception) when (Count(counter, exception, when))
        {
            throw;
        }
    }

    /// <summary>Runs an asynchronous function and counts the exception if it throws one.</summary>
    /// <param name="counter">The counter to increment.</param>
    /// <param name="work">The code to run.</param>
    /// <param name="when">Selects the exceptions to count; null for all.</param>
    public static async Task CountExceptionsAsync(this Counter counter, Func<Task> work, Func<Exception, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(counter);
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (Count(counter, exception, when))
        {
            throw;
        }
    }

    /// <summary>Runs an asynchronous function, returns its result, and counts the exception if it throws one.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="counter">The counter to increment.</param>
    /// <param name="work">The code to run.</param>
    /// <param name="when">Selects the exceptions to count; null for all.</param>
    public static async Task<T> CountExceptionsAsync<T>(this Counter counter, Func<Task<T>> work, Func<Exception, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(counter);
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (Count(counter, exception, when))
        {
            throw;
        }
    }

    // An exception filter runs before the stack unwinds and never catches here, so the exception reaches the caller unchanged.
    private static bool Count(Counter counter, Exception exception, Func<Exception, bool>? when)
    {
        if (when?.Invoke(exception) ?? true)
            counter.Inc();
        return false;
    }
}

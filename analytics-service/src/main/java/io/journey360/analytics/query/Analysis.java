package io.journey360.analytics.query;

import java.util.Optional;

/** An analysis, once its request was found to be right: a pure function of what it is asked of. */
public interface Analysis<A> {

    A answer(Asked asked);

    /**
     * What a figure is made of.
     *
     * @param answer what {@link #answer} gave of the same
     * @param path a JSON pointer into the answer, at something that is there
     * @return empty where there is nothing to explain: a name, a limit, an echo of the request
     */
    Optional<Figure> figure(Asked asked, A answer, FigurePath path);
}

package io.journey360.platform.problem;

import jakarta.validation.ConstraintViolationException;
import java.util.Objects;
import org.springframework.validation.Errors;
import org.springframework.validation.ObjectError;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

/** Broken constraints as pointers. The refused values are not repeated. */
final class Violations {

    private Violations() {}

    static Problem of(WebExchangeBindException failure) {
        return invalid(failure, "");
    }

    static Problem of(HandlerMethodValidationException failure) {
        var problem = invalid();
        for (var result : failure.getParameterValidationResults()) {
            var parameter = result.getMethodParameter();
            if (parameter.hasParameterAnnotation(PathVariable.class)) {
                return Problem.notFound("Nothing is known under this id");
            }
            var inBody = parameter.hasParameterAnnotation(RequestBody.class);
            var prefix = inBody ? "" : "/" + parameter.getParameterName();
            if (result.getContainerIndex() != null) {
                prefix += "/" + result.getContainerIndex();
            }
            if (result instanceof Errors errors) {
                invalid(errors, prefix).errors().forEach(e -> problem.at(e.pointer(), e.detail()));
                continue;
            }
            for (var error : result.getResolvableErrors()) {
                problem.at(prefix, Objects.requireNonNullElse(error.getDefaultMessage(), "is not valid"));
            }
        }
        return problem;
    }

    static Problem of(ConstraintViolationException failure) {
        var problem = invalid();
        failure.getConstraintViolations().stream()
                .map(v -> new Problem.FieldError(
                        Problems.pointer(v.getPropertyPath().toString()), v.getMessage()))
                .sorted(java.util.Comparator.comparing(Problem.FieldError::pointer))
                .forEach(e -> problem.at(e.pointer(), e.detail()));
        return problem;
    }

    private static Problem invalid(Errors errors, String prefix) {
        var problem = invalid();
        errors.getGlobalErrors().forEach(e -> problem.at(prefix, message(e)));
        errors.getFieldErrors().forEach(e -> problem.at(prefix + Problems.pointer(e.getField()), message(e)));
        return problem;
    }

    private static String message(ObjectError error) {
        return Objects.requireNonNullElse(error.getDefaultMessage(), "is not valid");
    }

    private static Problem invalid() {
        return Problem.of(400, "invalid-request", "The request is not valid");
    }
}
